/** Retrieve, then decide: answer, ask which entry is meant, or say that it is not known. */
import type { Button, Role } from '../../message.ts'
import type { Candidate } from '../../retrieval/retriever.ts'
import { answerEntry, entryTitle } from '../outcomes/answer-entry.ts'
import { dontKnow } from '../outcomes/dont-know.ts'
import { rewriteQuestion } from '../outcomes/rewrite-question.ts'
import { createDraft } from '../outcomes/show-draft.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

const mostChoices = 3
/** An entry with less than this share of the best one's confidence is not worth a button. */
const closeTo = 1 / 3

export async function answerQuestion(turn: Turn): Promise<Outcome> {
  const { thresholds } = turn.services
  const candidates = await improveByRewriting(turn, await findCandidates(turn, turn.text))
  const [best] = candidates
  if (!best || best.confidence < thresholds.clarify) return dontKnow(turn, turn.text, candidates)
  // The distance to the next entry is part of the confidence: two that are close together are both
  // below the threshold, and the user is asked.
  if (best.confidence >= thresholds.answer) {
    const asked = asRole(turn, best)
    const [judgement, byModel] = await askModel(asked, candidates)
    const outcome = judgement !== 'no' && answerEntry(asked, best.entry, 'short', byModel)
    if (outcome) return { ...withRoleOf(turn, outcome), candidates }
  }
  return clarify(turn, candidates)
}

/** Side by side: nobody waits for one opinion after the other. */
async function askModel(turn: Turn, candidates: Candidate[]) {
  const { services, conversation, text: question, messageLanguage: questionLanguage } = turn
  const { knowledge, model } = services
  const [entry, ...others] = candidates.flatMap(({ entry: id }) => knowledge.entries.get(id) ?? [])
  if (!entry || (!model?.judge && !model?.compose)) return []
  const { language, role } = conversation
  const request = { question, questionLanguage, entry, language, role, signal: turn.patience() }
  const judgement = model.judge?.(request)
  const draft = createDraft(
    turn,
    Promise.resolve(judgement).then((answers) => answers !== 'no'),
  )
  const byModel = model.compose?.({ ...request, others, onDraft: draft?.show })
  const opinions = await Promise.all([judgement, byModel])
  await draft?.end()
  return opinions
}

/**
 * What no entry surely answers is looked for once more in a model's words. It may only choose among
 * what the message itself found, or go on with what was answered last: a model that is talked into
 * something brings no other matter up.
 */
async function improveByRewriting(turn: Turn, found: Candidate[]): Promise<Candidate[]> {
  const { services, conversation } = turn
  const sure = found[0]?.confidence ?? 0
  if (sure >= services.thresholds.answer) return found
  const question = await rewriteQuestion(turn)
  if (!question) return found
  const known = new Set([...found.map(({ entry }) => entry), conversation.lastEntry])
  const rewritten = (await findCandidates(turn, question)).filter(({ entry }) => known.has(entry))
  return (rewritten[0]?.confidence ?? 0) > sure ? rewritten : found
}

async function findCandidates(turn: Turn, text: string): Promise<Candidate[]> {
  const { services, conversation, messageLanguage } = turn
  const { role, municipality } = conversation
  const query = {
    text,
    language: messageLanguage,
    ...(municipality && { municipality }),
  }
  const forRole = await services.retriever.retrieve({ ...query, ...(role && { role }) })
  const isKnown = (forRole[0]?.confidence ?? 0) >= services.thresholds.clarify
  // A landlord may also ask what tenants ask: the role prefers, it does not lock anybody out.
  return isKnown || !role ? forRole : services.retriever.retrieve(query)
}

/** Who asks as a landlord would gets the landlord's side of this answer; only clear words are remembered. */
function asRole(turn: Turn, { passage }: Candidate): Turn {
  const [only, ...others] = passage.audience
  const role: Role | undefined =
    passage.kind === 'question' && others.length === 0 ? only : undefined
  if (!role || turn.conversation.role) return turn
  return { ...turn, conversation: { ...turn.conversation, role } }
}

function withRoleOf({ conversation: { role } }: Turn, outcome: Outcome): Outcome {
  const { conversation } = outcome
  return typeof conversation === 'string'
    ? outcome
    : { ...outcome, conversation: { ...conversation, role } }
}

function clarify(turn: Turn, candidates: Candidate[]): Outcome {
  const { services, conversation, text } = turn
  const { language } = conversation
  const best = candidates[0]?.confidence ?? 0
  const choices = candidates
    .filter(({ confidence }) => confidence >= best * closeTo)
    .slice(0, mostChoices)
    .map(({ entry }) => entry)
  const buttons: Button[][] = [
    ...choices.map((entry) => [
      { label: entryTitle(turn, entry, language), action: { kind: 'show-entry', entry } } as Button,
    ]),
    [button(services, language, 'button.noneOfThese', { kind: 'none-of-these' })],
  ]
  return {
    ...answerWith(
      turn,
      { kind: 'clarify', question: 'entry', entries: choices },
      [say(services, language, 'clarify.entries')],
      {
        buttons,
        conversation: {
          ...conversation,
          lastQuestion: text,
          pending: { kind: 'entry', question: text },
        },
      },
    ),
    candidates,
  }
}
