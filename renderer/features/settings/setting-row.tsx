/** A setting on the page: what it is, why one would change it, the control, and what has just happened to it. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconLock, IconRestore } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { failureOf } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './setting-row.module.css';

export function SettingGroup(props: { title: string; hint?: ReactNode; children: ReactNode }) {
  const { title, hint, children } = props;
  return (
    <section className={classes.group}>
      <h3>{title}</h3>
      {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      <div className={classes.rows}>{children}</div>
    </section>
  );
}

type Kept = {
  /** Decided by the school: shown, and not to be changed here. */
  isLocked: boolean;
  isDefault: boolean;
  reset: () => void;
  undo: (() => void) | undefined;
  failure: Error | null;
};

/**
 * @param props.labelFor id of the control; without it the row is a group of controls with names of their own
 * @param props.setting what to offer beside the control; undefined where nothing is kept
 * @param props.problem words about what was typed
 */
export function SettingRow(props: {
  title: string;
  hint?: ReactNode;
  labelFor?: string | undefined;
  setting?: Kept;
  problem?: string | undefined;
  /** The control takes the whole width below the words. */
  isWide?: boolean;
  children: ReactNode;
}) {
  const { title, hint, labelFor, setting, problem, isWide = false, children } = props;
  return (
    <div className={classes.row} data-wide={isWide}>
      <div className={classes.words}>
        <div className={classes.title}>
          {labelFor === undefined ? <span>{title}</span> : <label htmlFor={labelFor}>{title}</label>}
          {setting !== undefined && <KeptNote title={title} setting={setting} />}
        </div>
        {hint !== undefined && <p className={classes.hint}>{hint}</p>}
        <FieldProblem problem={problem} failure={setting?.failure ?? null} />
      </div>
      {setting?.isLocked === true ? (
        // Takes all controls in it out of use, whatever they are.
        <fieldset className={classes.control} disabled>
          {children}
        </fieldset>
      ) : (
        <div className={classes.control}>{children}</div>
      )}
    </div>
  );
}

function KeptNote({ title, setting }: { title: string; setting: Kept }) {
  const { t } = useLanguage();
  const { isLocked, isDefault, reset, undo } = setting;
  if (isLocked) {
    return (
      <span className={classes.locked}>
        <IconLock size={16} stroke={1.5} aria-hidden="true" />
        {t('policy.locked')}
      </span>
    );
  }
  return (
    <>
      {!isDefault && (
        <Tooltip label={t('settings.reset')}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('settings.reset_of', { title })}
            onClick={reset}
          >
            <IconRestore size={16} stroke={1.5} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      )}
      <span role="status" className={classes.kept}>
        {undo !== undefined && (
          <>
            <IconCheck size={16} stroke={2} aria-hidden="true" />
            {t('settings.kept')}
          </>
        )}
      </span>
      {undo !== undefined && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('settings.undo_of', { title })}
          onClick={undo}
        >
          {t('common.undo')}
        </Button>
      )}
    </>
  );
}

function FieldProblem({ problem, failure }: { problem: string | undefined; failure: Error | null }) {
  const { t } = useLanguage();
  const words = problem ?? (failure === null ? undefined : t(`error.${failureOf(failure).code}`));
  return (
    <div role="alert" className={classes.problem}>
      {words}
    </div>
  );
}
