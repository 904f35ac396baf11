/** A short word at the foot of the page about what just happened, with a way back where there is one. */
import { type ReactNode, createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';

type Notice = { text: string; action?: { label: string; run: () => void } };
type Show = (notice: Notice) => void;

const NoticeContext = createContext<Show>(() => undefined);
/** Long enough to read, reach for the mouse and decide. */
const shownMs = 10_000;

export function useNotice(): Show {
  return useContext(NoticeContext);
}

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice>();
  const hide = useCallback(() => setNotice(undefined), []);
  useEffect(() => {
    if (notice === undefined) return undefined;
    const timer = setTimeout(hide, shownMs);
    return () => clearTimeout(timer);
  }, [notice, hide]);
  const show = useMemo<Show>(() => (next) => setNotice(next), []);
  return (
    <NoticeContext.Provider value={show}>
      {children}
      <div className="notice-place" role="status">
        {notice !== undefined && (
          <div className="notice">
            <span>{notice.text}</span>
            {notice.action !== undefined && (
              <button
                type="button"
                className="quiet"
                onClick={() => {
                  notice.action?.run();
                  hide();
                }}
              >
                {notice.action.label}
              </button>
            )}
          </div>
        )}
      </div>
    </NoticeContext.Provider>
  );
}
