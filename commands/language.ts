import { fold } from '../src/domain/vietnamese.ts';
import { isLanguage, translatorFor, type Language } from '../src/i18n.ts';
import { record } from '../src/decisions/act.ts';
import { defineCommand } from '../src/inbound/command.ts';

const names: Record<string, Language> = {
  vi: 'vi',
  'tieng viet': 'vi',
  viet: 'vi',
  vietnamese: 'vi',
  en: 'en',
  'tieng anh': 'en',
  anh: 'en',
  english: 'en',
};

/** Each language by its own name, whichever is in use. */
const buttons = [
  (['vi', 'en'] as const).map((language) => ({
    label: translatorFor(language)('common.languageName'),
    say: language,
  })),
];

/** Ngôn ngữ of this person's messages. */
export default defineCommand<{ language: Language }>({
  name: 'language',
  slash: { vi: 'ngonngu', en: 'language' },
  words: ['ngon ngu'],
  who: 'all',
  params: [
    {
      name: 'language',
      takes: 'rest',
      read: (words, at) => {
        const language = names[fold(words)];
        return language && isLanguage(language)
          ? language
          : { misread: at.t('commands.language.ask'), buttons };
      },
      ask: (at) => ({ text: at.t('commands.language.ask'), buttons }),
    },
  ],
  async run(at, { language }) {
    await at.db.contact.update({ where: { id: at.actor.id }, data: { language } });
    await record(at, {
      action: 'contact.language',
      subject: `contact:${at.actor.id}`,
      before: { language: at.actor.language },
      after: { language },
    });
    return { text: translatorFor(language)('commands.language.done') };
  },
});
