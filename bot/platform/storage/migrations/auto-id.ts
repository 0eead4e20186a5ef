import type { ColumnDefinitionBuilder } from 'kysely'

/** A growing number as primary key: what each database calls it. */
export interface AutoId {
  type: 'integer' | 'bigint'
  build: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder
}
