/** What mood, intent and covers can say and cannot; docs/chat.md and docs/signals.md. */
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { measuredValues } from './measured-shares.ts';

const parts = ['what', 'mood', 'context', 'unsure', 'right', 'cover', 'topics'] as const;

export function ChatExplained() {
  const { t } = useLanguage();
  return (
    <HowCounted>
      {parts.map((part) => (
        <p key={part}>{t(`moderation.how_${part}`, measuredValues)}</p>
      ))}
    </HowCounted>
  );
}
