import { stateWords } from '../../src/decisions/wording.ts';
import type { Translate } from '../../src/i18n.ts';

/** What a line of the history says happened: "tiến độ 60%", "báo cáo hoàn thành". */
export const historyWords = (kind: string, percent: number | null, t: Translate): string =>
  kind === 'progress' && percent === null
    ? stateWords({ state: 'in_progress', percent: null }, t)
    : t(`commands.task.history.${kind}` as 'commands.task.history.note', { percent: percent ?? '' });
