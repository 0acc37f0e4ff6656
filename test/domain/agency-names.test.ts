import { describe, expect, test } from 'vitest';
import { agencyInSentence, findAgencies, readAudience } from '../../src/domain/agency-names.ts';
import type { NamedAgency, NamedGroup } from '../../src/domain/agency-names.ts';

const agency = (
  code: string,
  name: string,
  shortName: string,
  more: Partial<NamedAgency> = {},
): NamedAgency => ({
  code,
  name,
  shortName,
  aliases: [],
  active: true,
  ...more,
});

const agencies: NamedAgency[] = [
  agency('CAT', 'Công an tỉnh', 'Công an tỉnh', { aliases: ['Công an'] }),
  agency('STP', 'Sở Tư pháp', 'Sở Tư pháp'),
  agency('SNV', 'Sở Nội vụ', 'Sở Nội vụ', { formerNames: ['Ban Tổ chức chính quyền tỉnh'] }),
  agency('SVHTTDL', 'Sở Văn hóa, Thể thao và Du lịch', 'Sở VH-TT&DL'),
  agency('SLDTBXH', 'Sở Lao động - Thương binh và Xã hội', 'Sở LĐ-TB&XH', {
    active: false,
    successors: ['SNV', 'SGD'],
  }),
  agency('STTTT', 'Sở Thông tin và Truyền thông', 'Sở TT&TT', { active: false, successors: ['SKHCN'] }),
  agency('SKHCN', 'Sở Khoa học và Công nghệ', 'Sở KH&CN'),
  agency('SGD', 'Sở Giáo dục và Đào tạo', 'Sở GD&ĐT'),
  agency('LDLD', 'Liên đoàn Lao động tỉnh', 'LĐLĐ tỉnh'),
  agency('DPTTH', 'Đài Phát thanh và Truyền hình Bình Dương', 'Đài PT-TH'),
  agency('BBD', 'Báo Bình Dương', 'Báo Bình Dương'),
  agency('UBND-TA', 'Ủy ban nhân dân thành phố Thuận An', 'UBND TP. Thuận An'),
  agency('UBND-DA', 'Ủy ban nhân dân thành phố Dĩ An', 'UBND TP. Dĩ An'),
];

const groups: NamedGroup[] = [
  { code: 'so', names: ['Các sở', 'Tất cả các sở'], members: ['STP', 'SNV', 'SVHTTDL', 'SKHCN', 'SGD'] },
  { code: 'bao-dai', names: ['Báo, đài', 'Báo đài'], members: ['DPTTH', 'BBD'] },
  { code: 'dia-phuong', names: ['Địa phương', 'Các địa phương'], members: ['UBND-TA', 'UBND-DA'] },
  {
    code: 'tat-ca',
    names: ['Tất cả', 'Tất cả các đơn vị'],
    members: agencies.filter(({ active }) => active).map(({ code }) => code),
  },
];

describe('findAgencies', () => {
  test.each([
    ['stp', ['STP'], true],
    ['tư pháp', ['STP'], true],
    ['so tu phpa', ['STP'], false],
    ['Ban Tổ chức chính quyền', ['SNV'], true],
    ['SKHCN', ['SKHCN'], true],
    ['sở khcn', ['SKHCN'], true],
    ['Sở Thông tin và Truyền thông', ['SKHCN'], true],
    ['sở lao động', ['SNV', 'SGD'], true],
    ['lao động', ['SNV', 'SGD', 'LDLD'], true],
    ['thuan an', ['UBND-TA'], true],
    ['UBND Dĩ An', ['UBND-DA'], true],
    ['đi ăn', [], false],
    ['sở', [], false],
    ['ủy ban nhân dân', [], false],
    ['sở y tế', [], false],
    ['bộ công an', [], false],
    ['stp với snv', ['STP', 'SNV'], true],
    ['', [], false],
  ] as const)('%s', (query, found, exact) => {
    expect(findAgencies(query, agencies)).toEqual({ found, exact });
  });
});

describe('agencyInSentence', () => {
  test.each([
    ['stp đến đâu rồi', ['STP']],
    ['báo cáo của sở tư pháp đâu', ['STP']],
    ['đã gửi báo cáo rồi', []],
    ['bên đài thế nào', ['DPTTH']],
    ['đi ăn chưa anh', []],
    ['Dĩ An đến đâu rồi', ['UBND-DA']],
    ['công an phường xong chưa', []],
    ['tình hình tỉnh Bình Dương', []],
    ['sở nội vụ và sở y tế', ['SNV']],
    ['Tư pháp báo cáo chưa', ['STP']],
    ['Tư pháp bảo mật', []],
  ])('%s', (text, found) => {
    expect(agencyInSentence(text, agencies).found).toEqual(found);
  });
});

describe('readAudience', () => {
  const said = (text: string) => {
    const { codes, unknown, ambiguous } = readAudience(text, agencies, groups);
    return [
      codes.join(' '),
      unknown.join(' | '),
      ambiguous.map((one) => `${one.text}: ${one.codes.join(' ')}`).join(' | '),
    ];
  };

  test.each([
    ['stp, snv và 2 địa phương', 'STP SNV UBND-TA UBND-DA', '', ''],
    ['các sở trừ STP', 'SNV SVHTTDL SKHCN SGD', '', ''],
    ['tất cả các sở, ngoại trừ sở tư pháp và sở nội vụ', 'SVHTTDL SKHCN SGD', '', ''],
    ['Sở Văn hóa, Thể thao và Du lịch, báo đài', 'SVHTTDL DPTTH BBD', '', ''],
    ['gửi cho stp với thuận an nhé', 'STP UBND-TA', '', ''],
    ['stp snv', 'STP SNV', '', ''],
    ['stp, stp', 'STP', '', ''],
    ['sở thông tin và truyền thông', 'SKHCN', '', ''],
    ['stp, sở y tế, abc xyz', 'STP', 'sở y tế | abc xyz', ''],
    ['stp, lao động', 'STP', '', 'lao động: SNV SGD LDLD'],
    ['so tu phpa, snv', 'SNV', '', 'so tu phpa: STP'],
    ['9 địa phương', '', '', '9 địa phương: UBND-TA UBND-DA'],
    ['', '', '', ''],
  ])('%s', (text, codes, unknown, ambiguous) => {
    expect(said(text)).toEqual([codes, unknown, ambiguous]);
    expect(said(text.normalize('NFD'))).toEqual([codes, unknown, ambiguous]);
  });

  test('everyone is everyone once', () => {
    expect(readAudience('tất cả', agencies, groups).codes).toHaveLength(11);
  });
});
