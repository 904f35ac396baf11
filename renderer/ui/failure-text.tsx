import type { ApiFailure } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';

/** What went wrong in a teacher's words; code and request number for the support desk lie under 'details'. */
export function FailureText({ failure }: { failure: ApiFailure }) {
  const { t } = useLanguage();
  return (
    <div className="failure" role="alert">
      <p>{t(`error.${failure.code}`)}</p>
      <details>
        <summary>{t('error.details')}</summary>
        <p>
          <code>{failure.code}</code> {failure.message}
          {failure.fields.map(({ path, message }) => (
            <span key={path}>
              {' '}
              · {path}: {message}
            </span>
          ))}
          {failure.requestId !== undefined && <span> · {failure.requestId}</span>}
        </p>
      </details>
    </div>
  );
}
