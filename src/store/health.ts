import { channelNames, type ChannelName } from '../domain/message.ts';
import type { PrismaClient } from './db.ts';

export interface HealthReport {
  ready: boolean;
  database: 'ok' | 'down';
  channels: Record<string, 'ok' | 'down' | 'off'>;
  findings: readonly string[];
  paused: boolean;
}

/** Setting in which the self-audit keeps what it found and could not mend. */
export const findingsSetting = 'selfAudit.findings';
/** Setting that stops sending and polling after a restore, until `resume`. */
export const pausedSetting = 'paused';

/** What /readyz tells: the database answers, the channels that are on, the self-audit's open findings. */
export async function healthOf(prisma: PrismaClient, on: readonly ChannelName[]): Promise<HealthReport> {
  try {
    const [states, settings] = await Promise.all([
      prisma.channelState.findMany({
        where: { OR: [{ downSince: { not: null } }, { receiveFault: { not: null } }] },
        select: { channel: true },
      }),
      prisma.setting.findMany({ where: { key: { in: [findingsSetting, pausedSetting] } } }),
    ]);
    const down = new Set<string>(states.map((state) => state.channel));
    const value = (key: string): unknown => settings.find((setting) => setting.key === key)?.value;
    const findings = value(findingsSetting);
    const channels = Object.fromEntries(
      channelNames.map(
        (name) => [name, on.includes(name) ? (down.has(name) ? 'down' : 'ok') : 'off'] as const,
      ),
    );
    return {
      ready: true,
      database: 'ok',
      channels,
      findings: Array.isArray(findings) ? findings.map(String) : [],
      paused: value(pausedSetting) === true,
    };
  } catch {
    const channels = Object.fromEntries(channelNames.map((name) => [name, 'off'] as const));
    return { ready: false, database: 'down', channels, findings: [], paused: false };
  }
}
