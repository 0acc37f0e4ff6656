import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils';
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

/** Where the engine leaves its last words when it breaks; without it they would be lost. */
Reflect.set(globalThis, 'PRISMA_WASM_PANIC_REGISTRY', {
  set_message(text: string) {
    throw new Error(`the schema engine broke: ${text}`);
  },
});

let instantiated: Promise<void> | undefined;

/** The engine is WebAssembly, so that no native one need be fetched; node cannot import it by itself. */
async function instantiate(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = await readFile(file.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(code, {
    './schema_engine_bg.js': Object.fromEntries(
      Object.entries(bindings).filter((entry) => typeof entry[1] === 'function'),
    ),
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start !== 'function') throw new Error('@prisma/schema-engine-wasm: no __wbindgen_start');
  Reflect.apply(start, undefined, []);
}

/**
 * Prisma's schema engine on the database at `url`; `shadowUrl` is an empty database that it may fill to
 * see what a list of migrations amounts to.
 */
export async function withSchemaEngine<T>(
  options: { url: string; schema?: string; shadowUrl?: string },
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await (instantiated ??= instantiate());
  const factory = new EngineConnections(options.url, options.shadowUrl);
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const datamodels: [string, string][] | undefined = options.schema
      ? [['schema.prisma', options.schema]]
      : undefined;
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, bound);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    throw readable(error, bound, factory.complaint);
  } finally {
    await factory.dispose();
  }
}

type Bound = ReturnType<typeof bindMigrationAwareSqlAdapterFactory>;

/**
 * The engine throws texts that hide the driver's error behind a number, and puts its own words in place of
 * the database's: this makes an Error with the database's.
 */
function readable(error: unknown, bound: Bound, complaint: Error | undefined): Error {
  const text = error instanceof Error ? error.message : String(error);
  const number = /External error.*?(\d+)/i.exec(text)?.[1];
  const hidden = number === undefined ? undefined : bound.errorRegistry.consumeError(Number(number))?.error;
  const cause = complaint ?? hidden ?? error;
  return new Error(cause instanceof Error ? `${cause.message}\n${text}` : text, { cause });
}

function failAsDriver(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error;
  throw new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? '',
    severity: error.severity ?? '',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}

const ONE_BYTE_TYPE = 18;

/**
 * The adapter cannot read the type "char", in which the catalogue keeps kinds of constraints. Such columns
 * are asked for as text and handed to the engine as what they are.
 */
async function queryWithOneByteColumns(
  query: SqlQuery,
  pool: pg.Pool,
  queryRaw: (query: SqlQuery) => Promise<SqlResultSet>,
): Promise<SqlResultSet> {
  if (!/\bpg_(constraint|trigger|class|proc|attribute)\b/i.test(query.sql)) return queryRaw(query);
  const inner = query.sql.trim().replace(/;$/, '');
  const { fields } = await pool.query({
    text: `select * from (${inner}\n) as q limit 0`,
    values: query.args,
  });
  const oneByte = fields.map((field) => field.dataTypeID === ONE_BYTE_TYPE);
  if (!oneByte.includes(true)) return queryRaw(query);
  const columns = fields.map(({ name }, i) => pg.escapeIdentifier(name) + (oneByte[i] ? '::text' : ''));
  const result = await queryRaw({ ...query, sql: `select ${columns.join(', ')} from (${inner}\n) as q` });
  const columnTypes = result.columnTypes.map((type, i) => (oneByte[i] ? ColumnTypeEnum.Character : type));
  return { ...result, columnNames: fields.map((field) => field.name), columnTypes };
}

class EngineConnections implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';
  /** What the database said to a script that it refused. */
  complaint: Error | undefined;
  readonly #url: string;
  readonly #shadowUrl: string | undefined;
  readonly #open: SqlDriverAdapter[] = [];

  constructor(url: string, shadowUrl: string | undefined) {
    this.#url = url;
    this.#shadowUrl = shadowUrl;
  }

  connect(): Promise<SqlDriverAdapter> {
    return this.#connect(this.#url);
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    if (this.#shadowUrl === undefined)
      throw new Error('this use of the schema engine has no shadow database');
    return this.#connect(this.#shadowUrl);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((adapter) => adapter.dispose()));
  }

  async #connect(url: string): Promise<SqlDriverAdapter> {
    const adapter = await new PrismaPg({ connectionString: url, max: 1 }).connect();
    // The adapter's own executeScript cuts at every semicolon, also within the body of a trigger. Sent
    // whole, a script is one implicit transaction.
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        this.complaint = error instanceof Error ? error : undefined;
        failAsDriver(error);
      }
    };
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = (query) => queryWithOneByteColumns(query, adapter.underlyingDriver(), queryRaw);
    this.#open.push(adapter);
    return adapter;
  }
}
