/** Whether what a model wrote stands in the passages that it names. */
export type {
  AnswerPassage,
  AnswerSentence,
  DroppedSentence,
  DropReason,
  Grounding,
  ModelAnswer,
} from './answer.ts'
export { createGrounding, type GroundingCheck } from './check-grounding.ts'
