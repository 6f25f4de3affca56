import { onWhite } from '../drawing/colours.ts';

/** AWS::QuickSight::Theme, Configuration. */
export const themeConfiguration = {
  DataColorPalette: { Colors: onWhite.series, EmptyFillColor: '#E6E6E6', MinMaxGradient: onWhite.scale },
  UIColorPalette: {
    PrimaryForeground: '#1B1F24',
    PrimaryBackground: '#FFFFFF',
    SecondaryForeground: '#3D444D',
    SecondaryBackground: '#F4F6F8',
    Accent: '#0072B2',
    AccentForeground: '#FFFFFF',
  },
  Sheet: { Tile: { Border: { Show: true } }, TileLayout: { Gutter: { Show: true }, Margin: { Show: true } } },
};
