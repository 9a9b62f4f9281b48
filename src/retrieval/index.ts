export { type ConfidenceThresholds, thresholds } from './confidence.ts'
export { createHybridRetriever, type HybridOptions, type HybridRetriever } from './hybrid.ts'
export { buildPassages, plainTextOf } from './passages.ts'
export type { Candidate, Passage, RetrievalQuery, Retriever } from './retriever.ts'
