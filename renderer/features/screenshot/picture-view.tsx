/** The picture with boxes on what was found; each kind can be hidden. */
import { Button, Chip, Loader } from '@mantine/core';
import { useState } from 'react';
import type { ScreenshotAnalysis } from '../../../contract/analysis.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { BoxedPicture, type DrawnBox } from '../../ui/boxed-picture.tsx';
import { objectName } from './object-name.ts';
import classes from './screenshot.module.css';

const kinds = ['text', 'object', 'signal'] as const;

export function PictureView(props: {
  url: string;
  /** Undefined while it is looked at, or where that failed. */
  result: ScreenshotAnalysis | undefined;
  isLooking: boolean;
  lit: string | undefined;
  onCancel: () => void;
}) {
  const { url, result, isLooking, lit, onCancel } = props;
  const { t } = useLanguage();
  const [shown, setShown] = useState<string[]>([...kinds]);
  const boxes = result === undefined ? [] : boxesOf(result, t);
  return (
    <div className={classes.view}>
      {boxes.length > 0 && (
        <Chip.Group multiple value={shown} onChange={setShown}>
          <div className={classes.kinds} role="group" aria-label={t('screenshot.shown')}>
            {kinds.map((kind) => {
              const count = boxes.filter((box) => box.kind === kind).length;
              return (
                count > 0 && (
                  <Chip key={kind} value={kind} size="sm" variant="light">
                    {t(`screenshot.kind_${kind}`, { count })}
                  </Chip>
                )
              );
            })}
          </div>
        </Chip.Group>
      )}
      <div className={classes.stage} data-testid="picture">
        <BoxedPicture
          src={url}
          alt={t('screenshot.picture')}
          {...(result === undefined ? {} : { size: { width: result.width, height: result.height } })}
          boxes={boxes.filter(({ kind }) => shown.includes(kind))}
          lit={lit}
        />
        {isLooking && (
          <div className={classes.looking}>
            <Loader size="sm" color="white" aria-hidden="true" />
            <Button size="compact-sm" variant="white" color="dark" onClick={onCancel}>
              {t('common.cancel')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function boxesOf(result: ScreenshotAnalysis, t: ReturnType<typeof useLanguage>['t']): DrawnBox[] {
  return [
    ...result.text.map(({ box }, index) => ({ id: `text ${index}`, box, kind: 'text' as const })),
    ...result.objects.map(({ box, label }, index) => ({
      id: `object ${index}`,
      box,
      kind: 'object' as const,
      label: objectName(label, t),
    })),
    ...result.signals.flatMap(({ box, kind }, index) =>
      box === null
        ? []
        : [{ id: `signal ${index}`, box, kind: 'signal' as const, label: t(`signal.${kind}`) }],
    ),
  ];
}
