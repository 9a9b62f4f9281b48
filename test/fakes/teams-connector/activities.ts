/**
 * Activities as Teams sends them, after the examples in its documentation and what the Microsoft 365
 * Agents Playground posted when it was recorded. Each call numbers the next one.
 */

export interface Person {
  /** `29:...` on the real Teams. */
  id: string
  locale?: string
  name?: string
  aadObjectId?: string
}

export type Place =
  | { kind: 'personal'; id?: string }
  | { kind: 'group'; id: string }
  /** A post of a channel is a thread of its own. */
  | { kind: 'channel'; id: string; post: string }

export type SentActivity = Record<string, unknown> & { type: string; id: string }

export type ActivityFactory = ReturnType<typeof createActivityFactory>

export function createActivityFactory(options: {
  serviceUrl: string
  tenant: string
  bot: string
}) {
  const { serviceUrl, tenant, bot } = options
  let number = 1_485_983_408_511
  const recipient = { id: bot, name: 'Lotse' }

  function envelope(type: string, person: Person, place: Place, locale = person.locale) {
    number += 1
    return {
      type,
      id: String(number),
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl,
      from: {
        id: person.id,
        name: person.name ?? 'Reader',
        aadObjectId: person.aadObjectId ?? '00000000-0000-4000-8000-000000000020',
      },
      conversation: conversationOf(person, place),
      recipient,
      ...(locale !== undefined && {
        locale,
        entities: [{ type: 'clientInfo', locale, country: 'DE', platform: 'Android' }] as object[],
      }),
      channelData: {
        tenant: { id: tenant },
        ...(place.kind === 'channel' && { team: { id: 'team-1' }, channel: { id: place.id } }),
      },
    }
  }

  function conversationOf(person: Person, place: Place) {
    switch (place.kind) {
      case 'personal':
        return {
          conversationType: 'personal',
          tenantId: tenant,
          id: place.id ?? `a:${person.id.slice(3)}`,
        }
      case 'group':
        return { conversationType: 'groupChat', tenantId: tenant, isGroup: true, id: place.id }
      case 'channel':
        return {
          conversationType: 'channel',
          tenantId: tenant,
          isGroup: true,
          id: `${place.id};messageid=${place.post}`,
        }
      default:
        return place satisfies never
    }
  }

  return {
    envelope,
    /** In a group, `mention: true` puts the assistant's name in front. */
    text(person: Person, text: string, place: Place = { kind: 'personal' }, mention = false) {
      const activity = envelope('message', person, place)
      if (!mention) return { ...activity, text, textFormat: 'plain' }
      const at = '<at>Lotse</at>'
      return {
        ...activity,
        text: `${at}&nbsp;${text}`,
        textFormat: 'plain',
        entities: [
          ...(activity.entities ?? []),
          { type: 'mention', mentioned: { id: bot, name: 'Lotse' }, text: at },
        ],
      }
    },
    /** A message that holds something else than text. */
    attachment(person: Person, attachments: object[], text = '') {
      return { ...envelope('message', person, { kind: 'personal' }), text, attachments }
    },
    /** The press of a button of a card, or Teams showing it again: the verb `refresh`. */
    cardAction(
      person: Person,
      action: { verb: string; data: unknown },
      place: Place = { kind: 'personal' },
    ) {
      return {
        ...envelope('invoke', person, place),
        name: 'adaptiveCard/action',
        replyToId: '1485983408500',
        value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual' },
      }
    },
    installation(person: Person, place: Place = { kind: 'personal' }, action = 'add') {
      return { ...envelope('installationUpdate', person, place), action }
    },
    /** Comes beside the installation, and knows no language. */
    botAdded(person: Person, place: Place = { kind: 'personal' }) {
      const {
        entities: _entities,
        locale: _locale,
        ...activity
      } = envelope('conversationUpdate', person, place)
      return { ...activity, membersAdded: [{ id: person.id }, { id: bot }] }
    },
  }
}
