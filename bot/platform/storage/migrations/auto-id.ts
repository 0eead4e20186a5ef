import type { ColumnDefinitionBuilder } from 'kysely'

/** The auto-incremented primary key of each database. */
export interface AutoId {
  type: 'integer' | 'bigint'
  build: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
}
