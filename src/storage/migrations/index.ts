/**
 * Forward only: a change of the schema is a new entry at the end, never an edit of one above, and its
 * name comes after theirs in the alphabet too, because that is the order in which they run. Each can
 * be begun again after it was killed half-way: SQLite runs the statements one by one.
 */
import type { Migration } from 'kysely/migration'
import { addColumn } from './columns.ts'
import { addDesk, addDeskInputs, addDeskPosts, addRouting } from './desks.ts'
import { first } from './first.ts'
import { addAttachments, addCaseResults, addMediations, addOrganisations } from './hand-off.ts'
import { addModelCalls } from './language-model.ts'

/** `autoIncrement` is how this database numbers rows; everything else is the same in every one. */
export function migrations(autoIncrement: 'integer' | 'serial'): Record<string, Migration> {
  return {
    '2026-11-22-first': { up: (database) => first(database, autoIncrement) },
    '2026-11-22-inbox-attempts': {
      up: (database) =>
        addColumn(database, 'inbox', 'attempts', 'integer', (column) =>
          column.notNull().defaultTo(0),
        ),
    },
    '2026-11-22-outcome': {
      up: (database) => addColumn(database, 'cases', 'outcome', 'text'),
    },
    '2026-11-22-routing': { up: addRouting },
    '2026-11-22-translation': {
      up: (database) => addColumn(database, 'case_lines', 'translation', 'text'),
    },
    '2026-11-22-web-desk': { up: (database) => addDesk(database, autoIncrement) },
    '2026-11-22-web-desk-posts': { up: addDeskPosts },
    '2026-11-23-a-mediations': { up: addMediations },
    '2026-11-23-b-attachments': { up: (database) => addAttachments(database, autoIncrement) },
    '2026-11-23-c-telegram-desk': { up: addDeskInputs },
    '2026-11-23-d-quiet-cases': { up: addCaseResults },
    '2026-11-23-e-organisations': { up: addOrganisations },
    '2026-11-23-f-model-calls': { up: addModelCalls },
  }
}
