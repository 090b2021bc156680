import { useTranslation } from 'react-i18next';
import { CrmForm } from './CrmForm';
import { SetupFrame } from './SetupFrame';

export const CrmStep = ({ onDone }: { onDone: () => void }) => {
  const { t } = useTranslation();
  return (
    <SetupFrame title={t('setup.crmTitle')} text={t('setup.crmText')}>
      <CrmForm onDone={onDone} onSkip={onDone} />
    </SetupFrame>
  );
};
