import { useEffect, useState } from 'preact/hooks';

const dark = '(prefers-color-scheme: dark)';

/** Whether the page is dark now: by its own theme, or by the system's. */
export function useDark(): boolean {
  const [isDark, setDark] = useState(darkNow);
  useEffect(() => {
    const look = () => setDark(darkNow());
    const watch = new MutationObserver(look);
    const media = matchMedia(dark);
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    media.addEventListener('change', look);
    return () => {
      watch.disconnect();
      media.removeEventListener('change', look);
    };
  }, []);
  return isDark;
}

function darkNow(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === 'dark' || (theme !== 'light' && matchMedia(dark).matches);
}

/** What ECharts takes for a theme: the page's colours, as they are within `box` now. */
export function themeOf(box: HTMLElement, isDark: boolean): object {
  const colour = readColours(box);
  const [ink, quiet, line] = [colour('--ink'), colour('--ink-2'), colour('--line')];
  const text = { color: ink };
  const axis = {
    axisLine: { lineStyle: { color: quiet } },
    axisTick: { lineStyle: { color: quiet } },
    axisLabel: { color: quiet },
    nameTextStyle: { color: quiet },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    darkMode: isDark,
    backgroundColor: 'transparent',
    textStyle: { ...text, fontFamily: getComputedStyle(box).fontFamily },
    legend: {
      textStyle: text,
      pageTextStyle: text,
      pageIconColor: ink,
      pageIconInactiveColor: line,
      inactiveColor: quiet,
    },
    tooltip: { backgroundColor: colour('--ground'), borderColor: line, textStyle: text },
    axisPointer: { lineStyle: { color: quiet }, label: { color: colour('--ground'), backgroundColor: quiet } },
    timeAxis: axis,
    valueAxis: axis,
    categoryAxis: axis,
    pie: { label: { color: ink }, labelLine: { lineStyle: { color: quiet } } },
  };
}

/** A token is written for both themes: only the style of an element says which of its colours holds. */
function readColours(box: HTMLElement): (token: string) => string {
  return (token) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${token})`;
    box.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}
