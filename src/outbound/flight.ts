import type { Channel, OutboundFile } from '../channels/channel.ts';
import type { PrismaClient } from '../store/db.ts';
import { editTarget, type Claimed } from '../store/dispatch.ts';
import { filePath, filesById, type StoredFile } from '../store/files.ts';
import { attempt, type Outcome } from './attempt.ts';

/** Claimed rows with what they need from the database to be sent. */
export interface Flights {
  /** Fetches the files of rows that were just claimed, in one statement. */
  prepare(rows: readonly Claimed[]): Promise<void>;
  /**
   * Tries to send a row. A row that edits nothing calls the channel before this returns, so that the caller knows
   * when. Fails only where the database does.
   */
  fly(row: Claimed): Promise<Outcome>;
}

export interface FlightDeps {
  prisma: PrismaClient;
  channel: Channel;
  filesDir: string;
  log: { error(fields: object, text: string): void };
}

export function createFlights({ prisma, channel, filesDir, log }: FlightDeps): Flights {
  /** Files of each row until it is sent. */
  const filesOf = new Map<bigint, (StoredFile | undefined)[]>();
  const broken = (error: unknown, row: Claimed): void =>
    log.error({ err: error, channel: channel.name, deliveryId: row.id.toString() }, 'a send broke off');
  return {
    async prepare(rows) {
      const withFiles = rows.filter((row) => row.fileIds.length);
      if (!withFiles.length) return;
      const found = await filesById(
        prisma,
        withFiles.flatMap((row) => row.fileIds),
      );
      for (const row of withFiles) {
        filesOf.set(
          row.id,
          row.fileIds.map((id) => found.get(id)),
        );
      }
    },
    async fly(row) {
      const found = filesOf.get(row.id) ?? [];
      filesOf.delete(row.id);
      const present = found.filter((file) => file !== undefined);
      const files = present.map((file): OutboundFile => ({ ...file, path: filePath(filesDir, file.sha256) }));
      const target = row.editsId === null ? undefined : await editTarget(prisma, row.editsId);
      return attempt({ channel, broken }, { row, target, files, fileMissing: present.length < found.length });
    },
  };
}
