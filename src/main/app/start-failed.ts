import { app, dialog } from 'electron';
import { createSay, languageOf } from '../i18n';

/** Says why the Companion does not start, until it is read. @param problem in English, for the IT */
export const tellStartFailed = async (problem: string): Promise<void> => {
  await app.whenReady();
  const say = createSay(languageOf(app.getLocale(), 'system'));
  await dialog.showMessageBox({
    type: 'error',
    title: app.getName(),
    message: say('startFailed'),
    detail: `${say('startFailedTell')}\n\n${problem}`,
    buttons: [say('quit')],
  });
};
