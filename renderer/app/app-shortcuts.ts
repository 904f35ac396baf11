/** Keys that work on every screen. */
import { useLocation } from 'wouter';
import { paths } from './paths.ts';
import { useShortcuts } from './shortcuts.tsx';

export function useAppShortcuts(): void {
  const [, navigate] = useLocation();
  useShortcuts('keys.everywhere', [
    { keys: ['R'], label: 'keys.record', perform: () => navigate(paths.record) },
    { keys: ['G'], label: 'keys.library', perform: () => navigate(paths.library) },
    { keys: ['A'], label: 'keys.activity', perform: () => navigate(paths.activity) },
    { keys: [','], label: 'keys.settings', perform: () => navigate(paths.settings) },
    // The library answers to it itself once it is there, by taking the focus into its field.
    { keys: ['/'], label: 'keys.search', perform: () => navigate(`${paths.library}?find`) },
  ]);
}
