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
