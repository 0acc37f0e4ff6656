import pg from 'pg';

/** True where a bot runs on this database: it holds a connection for leadership (see leadership.ts). */
export async function somebodyRuns(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: 'dondoc looks' });
  await client.connect();
  try {
    const found = await client.query<{ runs: boolean }>(
      `select exists (select from pg_stat_activity
         where datname = current_database() and application_name like 'dondoc leads %') as runs`,
    );
    return found.rows[0]?.runs === true;
  } finally {
    await client.end();
  }
}

/** Where the bot beside this process serves; undefined where none says so (it shares no private database with us). */
export async function servedAt(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: 'dondoc looks' });
  await client.connect();
  try {
    const found = await client.query<{ name: string }>(
      `select application_name as name from pg_stat_activity where application_name ~ '^dondoc [0-9]+ http'`,
    );
    return found.rows[0]?.name.split(' ')[2];
  } finally {
    await client.end();
  }
}
