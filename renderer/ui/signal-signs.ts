/** One sign per classroom signal: told apart by shape, not by colour. */
import {
  IconDeviceDesktopOff,
  IconDeviceMobile,
  IconEyeOff,
  IconHandStop,
  IconUserOff,
  IconWritingSign,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { SignalKind } from '../../contract/analysis.ts';

export const signalSigns: Record<
  SignalKind,
  ComponentType<{ size?: string | number; stroke?: number; 'aria-hidden'?: boolean | 'true' }>
> = {
  hand_raised: IconHandStop,
  writing: IconWritingSign,
  phone_in_use: IconDeviceMobile,
  looking_away: IconEyeOff,
  absent: IconUserOff,
  screen_off: IconDeviceDesktopOff,
};
