// Days and times of messages, in the office's time zone whatever the machine is set to.
import { say, settings } from './words.js';

/** @type {any} `hourCycle` is younger than ES2019; without it this locale counts to 23 as well */
const options = {
  timeZone: settings.timeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};
const format = new Intl.DateTimeFormat('en-GB', options);

function parts(instant) {
  const found = {};
  for (const { type, value } of format.formatToParts(new Date(instant))) found[type] = value;
  return found;
}

/** "09:41" */
export function clock(instant) {
  const { hour, minute } = parts(instant);
  return `${hour}:${minute}`;
}

/** "2026-11-24" */
export function dayOf(instant) {
  const { year, month, day } = parts(instant);
  return `${year}-${month}-${day}`;
}

/** "09:41", or with its date where that is another day than `near`. */
export function clockNear(instant, near) {
  const { year, month, day } = parts(instant);
  return dayOf(instant) === dayOf(near)
    ? clock(instant)
    : say('onDay', { time: clock(instant), day: `${day}/${month}/${year}` });
}

const shift = (day, days) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
};

/** "thứ Ba 24/11/2026", with "Hôm nay" or "Hôm qua" before it where it is. */
export function dayTitle(day) {
  const weekday = say('days').split(',')[new Date(`${day}T00:00:00Z`).getUTCDay()];
  const text = `${weekday} ${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
  const today = dayOf(Date.now());
  if (day === today) return say('today', { day: text });
  if (day === shift(today, -1)) return say('yesterday', { day: text });
  return text.charAt(0).toUpperCase() + text.slice(1);
}
