/** What stands where a part of the page broke: words, and a way back. The rest of the page, and any recording, go on. */
import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { forgetFailedTexts } from '../i18n/texts.ts';
import { EmptyState } from '../ui/empty-state.tsx';

type Props = { children: ReactNode; /** Another value starts anew, e.g. the address. */ resetKey: string };

export class ErrorBoundary extends Component<Props, { error: Error | undefined; resetKey: string }> {
  override state = { error: undefined as Error | undefined, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: { error: Error | undefined; resetKey: string }) {
    return props.resetKey === state.resetKey ? null : { error: undefined, resetKey: props.resetKey };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    // eslint-disable-next-line no-console -- the only place where a bug of the page can be seen
    console.error(error, info.componentStack);
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const retry = () => {
      // The words of another language may be what was missing.
      forgetFailedTexts();
      this.setState({ error: undefined });
    };
    return <Broken error={error} onRetry={retry} />;
  }
}

function Broken({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useLanguage();
  return (
    <EmptyState
      title={t('error.page_broke')}
      hint={t('error.page_broke_hint')}
      action={<Button onClick={onRetry}>{t('common.retry')}</Button>}
      details={error.message}
    />
  );
}
