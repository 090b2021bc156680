import { Headphones } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CallRecording } from '../../../shared/protocol/recordings';
import { Button } from '../../components/Button';
import { ErrorSentence } from '../../components/TextField';
import { useBridge } from '../../stores/bridge-context';
import './recordings.css';

type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; problem: string }
  | { state: 'ready'; recordings: readonly CallRecording[] };

/** Asked for when somebody looks, and again when the PBX has named another file. */
const useRecordings = (call: Call): Loaded => {
  const bridge = useBridge();
  const [loaded, setLoaded] = useState<{ key: string; what: Loaded } | null>(null);
  const key = JSON.stringify([call.id, call.recording]);
  useEffect(() => {
    let wanted = true;
    void bridge.invoke('call:recordings', { callId: call.id }).then((reply) => {
      if (!wanted) return;
      const what: Loaded = reply.ok
        ? { state: 'ready', recordings: reply.value.recordings }
        : { state: 'failed', problem: reply.error.message };
      setLoaded({ key, what });
    });
    return () => {
      wanted = false;
    };
  }, [bridge, call.id, key]);
  return loaded?.key === key ? loaded.what : { state: 'loading' };
};

const Recording = ({
  recording,
  onProblem,
}: {
  recording: CallRecording;
  onProblem: (said: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const { name, startedAt, url } = recording;
  const time = new Intl.DateTimeFormat(i18n.language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const open = async (link: string): Promise<void> => {
    const reply = await bridge.invoke('crm:open-link', { url: link });
    if (!reply.ok) onProblem(reply.error.message);
  };
  return (
    <li data-testid="recording">
      <Headphones className="icon" aria-hidden />
      <span className="clip selectable" title={name}>
        {name}
      </span>
      <time className="tabular" dateTime={startedAt}>
        {time.format(new Date(startedAt))}
      </time>
      {url !== null && (
        <Button look="link" data-testid="recording-open" onClick={() => void open(url)}>
          {t('recording.listen')}
        </Button>
      )}
    </li>
  );
};

/** What the PBX has recorded of the call, and the way to hear it where the house has one. */
export const Recordings = ({ call }: { call: Call }) => {
  const { t } = useTranslation();
  const loaded = useRecordings(call);
  const [problem, setProblem] = useState<string | null>(null);
  if (loaded.state === 'ready' && loaded.recordings.length === 0) return null;
  return (
    <section className="recordings" data-testid="recordings" aria-busy={loaded.state === 'loading'}>
      <h3>{t('recording.title')}</h3>
      {loaded.state === 'loading' && <span className="skeleton w-60" />}
      {loaded.state === 'failed' && <ErrorSentence>{loaded.problem}</ErrorSentence>}
      {loaded.state === 'ready' && (
        <>
          <ul>
            {loaded.recordings.map((recording) => (
              <Recording
                key={`${recording.startedAt} ${recording.name}`}
                recording={recording}
                onProblem={setProblem}
              />
            ))}
          </ul>
          {loaded.recordings.every(({ url }) => url === null) && (
            <p className="quiet-line">{t('recording.noLink')}</p>
          )}
        </>
      )}
      {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
    </section>
  );
};
