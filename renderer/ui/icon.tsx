/** Line icons, 1.5 px. Decoration only: what they mean always stands beside them. */
const shapes = {
  brand: 'M4 5.500h16v11H4zM10 8.500v5l4.500-2.500zM8 20h8',
  search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500 20 20',
  back: 'M14.500 5 8 12l6.500 7',
  download: 'M12 4v11m-4.500-4.500L12 15l4.500-4.500M5 19.500h14',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l.800 12.500h8.400L17 7M10.500 10.500v6M13.500 10.500v6',
  pencil: 'M5 19l.900-4L16 4.900l3.100 3.100L9 18.100zM13.800 7.100l3.100 3.100',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  film: 'M4 5.500h16v13H4zM4 9.500h16M8 5.500v4M12 5.500v4M16 5.500v4',
} as const;

export function Icon({ name }: { name: keyof typeof shapes }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path
        d={shapes[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
