import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import { ErrorSentence } from '../../components/TextField';
import { useBridge } from '../../stores/bridge-context';

interface Listed {
  name: string;
  size: number;
}

/** Made by one click, looked at, then saved: nobody gives away what he has not seen the names of. */
export const SupportBundle = () => {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const [files, setFiles] = useState<Listed[] | null>(null);
  const [path, setPath] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const size = new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 1,
  });
  const make = async (): Promise<void> => {
    const reply = await bridge.invoke('support:prepare', undefined);
    setPath(null);
    setProblem(reply.ok ? null : reply.error.message);
    setFiles(reply.ok ? reply.value.files : null);
  };
  const save = async (): Promise<void> => {
    const reply = await bridge.invoke('support:save', undefined);
    setProblem(reply.ok ? null : reply.error.message);
    if (reply.ok) setPath(reply.value.path);
  };
  return (
    <section className="connection" aria-labelledby="support-title" data-testid="support">
      <header>
        <LifeBuoy className="icon" aria-hidden />
        <h2 id="support-title">{t('support.title')}</h2>
      </header>
      <p>{t('support.text')}</p>
      {files && (
        <div>
          <p className="hint">{t('support.contains')}</p>
          <ul className="bundle-files" data-testid="bundle-files">
            {files.map((file) => (
              <li key={file.name}>
                <span className="clip">{file.name}</span>
                <span className="tabular">{size.format(file.size / 1000)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="connection-actions">
        <Button onClick={() => void make()} data-testid="bundle-make">
          {t('support.make')}
        </Button>
        {files && (
          <Button look="primary" onClick={() => void save()} data-testid="bundle-save">
            {t('support.save')}
          </Button>
        )}
      </div>
      <p role="status" className="breakable">
        {path !== null && t('support.saved', { path })}
      </p>
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
    </section>
  );
};
