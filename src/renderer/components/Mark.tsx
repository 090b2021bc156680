import mark from '../../../resources/icons/mark.svg?no-inline';

/** The app's own mark, the very file that its icons are drawn from (scripts/icons.mjs). */
export const Mark = ({ size = 24 }: { size?: number }) => (
  <img src={mark} width={size} height={size} alt="" className="mark" />
);
