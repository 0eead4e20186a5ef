import {
  ColumnDefinitionNode,
  type DatabaseIntrospector,
  type DataTypeNode,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type TableMetadata,
} from 'kysely'

/** Kysely's dialect of PostgreSQL with our collation and schema, on any driver. */
export function postgresDialect(createDriver: () => Driver): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver,
    createIntrospector: (db) => new Introspector(db),
    createQueryCompiler: () => new Compiler(),
  }
}

class Compiler extends PostgresQueryCompiler {
  /** Texts are compared and sorted bytewise, as in SQLite, whatever the locale of the database. */
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node)
    const isColumn = this.parentNode !== undefined && ColumnDefinitionNode.is(this.parentNode)
    if (isColumn && node.dataType === 'text') this.append(' collate "C"')
  }
}

/** Limits Kysely's introspection to the current schema. */
class Introspector implements DatabaseIntrospector {
  readonly #db: Kysely<unknown>
  readonly #all: PostgresIntrospector

  constructor(db: Kysely<unknown>) {
    this.#db = db
    this.#all = new PostgresIntrospector(db)
  }

  getSchemas() {
    return this.#all.getSchemas()
  }

  async getTables(options?: { withInternalKyselyTables: boolean }): Promise<TableMetadata[]> {
    const { rows } = await sql<{ own: string }>`select current_schema() as own`.execute(this.#db)
    return (await this.#all.getTables(options)).filter(({ schema }) => schema === rows[0]?.own)
  }
}
