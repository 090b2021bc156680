/** The app's own mark: a speech arc over a record card. */
export const Mark = ({ size = 24 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden className="mark">
    <path d="M4 9.5a8 8 0 0 1 16 0" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    <path d="M8 10a4 4 0 0 1 8 0" stroke="currentColor" strokeWidth="2" strokeLinecap="round" opacity=".55" />
    <rect x="4" y="13" width="16" height="8" rx="2.5" fill="currentColor" />
    <circle cx="8" cy="17" r="1.5" className="mark-hole" />
    <path d="M11.5 17H17" className="mark-line" strokeWidth="1.6" strokeLinecap="round" />
  </svg>
);
