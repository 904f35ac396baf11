/** The list of keys that work now. */
import { Kbd, Modal } from '@mantine/core';
import { type TextKey, useLanguage } from '../i18n/language.tsx';
import classes from './shortcut-help.module.css';
import type { Shortcut } from './shortcuts.tsx';

const spoken: Partial<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

export function ShortcutHelp(props: {
  groups: readonly { title: TextKey; shortcuts: readonly Shortcut[] }[];
  onClose: () => void;
}) {
  const { groups, onClose } = props;
  const { t } = useLanguage();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.groups}>
        {groups
          .filter(({ shortcuts }) => shortcuts.length > 0)
          .map(({ title, shortcuts }) => (
            <section key={title}>
              <h3>{t(title)}</h3>
              <dl>
                {shortcuts.map(({ keys, shownAs = keys, label }) => (
                  <div key={label}>
                    <dt>
                      {shownAs.map((key) => (
                        <Kbd key={key}>{keyText(key)}</Kbd>
                      ))}
                    </dt>
                    <dd>{t(label)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Modal>
  );
}

function keyText(key: string): string {
  return key
    .split('+')
    .map((part) => spoken[part] ?? part)
    .join(' + ');
}
