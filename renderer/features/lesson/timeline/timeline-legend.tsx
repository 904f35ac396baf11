/** What the lines of the time line mean, and how they came to be. */
import { Button, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { useLesson } from '../lesson-context.ts';
import { ControlButton } from '../player/control-button.tsx';
import classes from './timeline.module.css';

export function TimelineLegend(props: {
  has: {
    speech: boolean;
    clipped: boolean;
    screens: boolean;
    signals: boolean;
    gaps: boolean;
    chat: boolean;
  };
}) {
  const { has } = props;
  const { t } = useLanguage();
  const { openPanel } = useLesson();
  const [isOpen, setIsOpen] = useState(false);
  const lines: [string, ReactNode, boolean][] = [
    ['speech', t('legend.speech'), has.speech],
    ['quiet', t('legend.quiet'), has.speech],
    ['clipped', t('legend.clipped'), has.clipped],
    ['chapter', t('legend.chapters'), true],
    ['screen', t('legend.screens'), has.screens],
    ['signal', t('legend.signals'), has.signals],
    ['chat', t('legend.chat'), has.chat],
    ['gap', t('legend.gaps'), has.gaps],
  ];
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="top-end"
      shadow="md"
      trapFocus
      returnFocus
      withRoles={false}
      width={320}
    >
      <Popover.Target>
        <span>
          <ControlButton
            label={t('legend.open')}
            isPressed={isOpen}
            hasNoTooltip={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            <IconInfoCircle />
          </ControlButton>
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('legend.open')}>
        <dl className={classes.legend}>
          {lines.map(
            ([kind, words, isShown]) =>
              isShown && (
                <div key={kind}>
                  <dt className={classes.swatch} data-kind={kind} aria-hidden="true" />
                  <dd>{words}</dd>
                </div>
              ),
          )}
        </dl>
        <p className={classes.legendHow}>{t('legend.how')}</p>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            setIsOpen(false);
            openPanel('analysis');
          }}
        >
          {t('legend.more')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
