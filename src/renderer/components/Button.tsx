import type { ButtonHTMLAttributes, Ref } from 'react';

type Look = 'normal' | 'primary' | 'plain' | 'link' | 'danger' | 'square';

/** Every button of the product; `look` may combine, e.g. `['plain', 'square']`. */
export const Button = ({
  look = 'normal',
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look | Look[]; ref?: Ref<HTMLButtonElement> }) => (
  <button type="button" className={['button', look, className].flat().join(' ')} {...rest} />
);
