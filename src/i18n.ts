import i18next from 'i18next';
import { en, vi } from '../locales/index.ts';
import { escapeMarkup } from './domain/markup.ts';

/** The only loader of `locales/`: every text that a person reads comes from here. */

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** A key of the source language: a text nobody wrote does not compile. */
export type TextKey = Leaves<typeof vi>;
export type Fields = Record<string, string | number | undefined>;

/**
 * A person's translator. `{{name}}` in a text is escaped, so a person's words can't become markup;
 * `{{-name}}` takes markup that we composed ourselves. With `count`, English picks `_one` or `_other`.
 */
export type Translate = (key: TextKey, fields?: Fields) => string;

const i18n = i18next.createInstance();
await i18n.init({
  lng: 'vi',
  fallbackLng: false,
  resources: { vi: { translation: vi }, en: { translation: en } },
  interpolation: { escape: escapeMarkup, escapeValue: true },
  returnNull: false,
  showSupportNotice: false,
} as Parameters<typeof i18n.init>[0]);

const translators: Record<Language, Translate> = {
  vi: fixed('vi'),
  en: fixed('en'),
};

function fixed(language: Language): Translate {
  const translate = i18n.getFixedT(language);
  return (key, fields = {}) => translate(key, fields);
}

export const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text);

/** The translator of a language; Vietnamese where the language is not known. */
export const translatorFor = (language: string): Translate =>
  translators[isLanguage(language) ? language : 'vi'];

/** True where a text of this name exists, for keys that are computed from data. */
export const hasText = (key: string): key is TextKey => i18n.exists(key, { lng: 'vi' });
