import { IconMovie, IconTool } from '@tabler/icons-react';
import { useState } from 'react';
import { thumbnailUrl } from '../../api/vod.ts';
import classes from './small-picture.module.css';

/** Picture of a lesson beside its title; a sign where there is none. */
export function SmallPicture({ recordingId }: { recordingId: string | null }) {
  const [isMissing, setIsMissing] = useState(false);
  return (
    <span className={classes.picture} aria-hidden="true">
      {recordingId === null && <IconTool stroke={1.5} />}
      {recordingId !== null && isMissing && <IconMovie stroke={1.5} />}
      {recordingId !== null && !isMissing && (
        <img
          src={thumbnailUrl(recordingId, { width: 160 })}
          alt=""
          loading="lazy"
          onError={() => setIsMissing(true)}
        />
      )}
    </span>
  );
}
