/** Recordings of a call that the PBX made: what they are called, and where the house lets its agents listen to them. */
import type { Call } from '../../shared/call/call';
import type { Agent } from '../../shared/protocol/agent';
import type { CallRecording } from '../../shared/protocol/recordings';
import { fillRecordingUrl, type RecordingsConfig } from '../config/recordings';

/** What lies below the folder; null: elsewhere, or by a way that leads out of it. */
const pathBelow = (folder: string, file: string): string | null => {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  const parts = file.startsWith(base) ? file.slice(base.length).split('/') : [];
  return parts.length === 0 || parts.some((part) => part === '' || part === '.' || part === '..')
    ? null
    : parts.map(encodeURIComponent).join('/');
};

/** The first recording first. One whose file the PBX has not named yet is left out. */
export const recordingsOf = (
  call: Pick<Call, 'recording' | 'linkedId' | 'pbxId'>,
  { url, folder }: RecordingsConfig,
): CallRecording[] =>
  call.recording.flatMap(({ file, startedAt }) => {
    const name = file.split('/').at(-1) ?? '';
    if (name === '') return [];
    const path = pathBelow(folder, file);
    const values = {
      path: path ?? '',
      file: encodeURIComponent(name),
      linkedId: encodeURIComponent(call.linkedId),
      pbx: encodeURIComponent(call.pbxId),
    };
    return [{ name, startedAt, url: url === null || path === null ? null : fillRecordingUrl(url, values) }];
  });

/** Whether he placed the call or talked in it: whose phone merely rang has no part in what was said. */
export const tookPart = ({ legs }: Pick<Call, 'legs'>, { extensions }: Pick<Agent, 'extensions'>): boolean =>
  legs.some(
    ({ extension, rangAt, answeredAt }) =>
      extensions.includes(extension) && (rangAt === null || answeredAt !== null),
  );
