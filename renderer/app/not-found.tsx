import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useLanguage } from '../i18n/language.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { paths } from './paths.ts';

export function NotFound() {
  const { t } = useLanguage();
  return (
    <EmptyState
      title={t('error.no_such_page')}
      action={
        <Button component={Link} href={paths.library}>
          {t('nav.to_library')}
        </Button>
      }
    />
  );
}
