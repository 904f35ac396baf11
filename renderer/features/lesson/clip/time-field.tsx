/** A moment that can be typed, or taken from the playhead. */
import { ActionIcon, TextInput } from '@mantine/core';
import { type ComponentType, useState } from 'react';
import { exactText, parseExact } from './clip-range.ts';

export function TimeField(props: {
  label: string;
  seconds: number;
  onChange: (seconds: number) => void;
  hereLabel: string;
  HereIcon: ComponentType<{ size?: string; stroke?: number }>;
  onHere: () => void;
}) {
  const { label, seconds, onChange, hereLabel, HereIcon, onHere } = props;
  const [typed, setTyped] = useState<string>();
  const finish = () => {
    const to = typed === undefined ? undefined : parseExact(typed);
    setTyped(undefined);
    if (to !== undefined) onChange(to);
  };
  return (
    <TextInput
      label={label}
      value={typed ?? exactText(seconds)}
      inputMode="decimal"
      error={typed !== undefined && parseExact(typed) === undefined}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // Enter takes the time; it does not make the clip.
        event.preventDefault();
        finish();
      }}
      rightSection={
        <ActionIcon variant="subtle" color="gray" aria-label={hereLabel} title={hereLabel} onClick={onHere}>
          <HereIcon size="1.125rem" stroke={1.5} />
        </ActionIcon>
      }
    />
  );
}
