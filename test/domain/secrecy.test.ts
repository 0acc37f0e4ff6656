import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskCitizenIds, secrecyMark, secrecyMarkInFileName } from '../../src/domain/secrecy.ts';

const passes = [
  // Other words.
  'BẢO MẬT',
  'Bảo mật thông tin',
  'ĐÃ TẬP HUẤN BẢO MẬT',
  'bí mật nhà nước',
  'BÍ MẬT',
  'Luật Bảo vệ bí mật nhà nước',
  'mật độ dân số',
  'MẬT ĐỘ GIAO THÔNG',
  'Mật độ: 1.200 người/km2',
  'mật khẩu',
  'Mật khẩu: abc123',
  'MẬT KHẨU',
  'mật mã',
  'mật ong',
  'MẬT ONG',
  'quan hệ mật thiết',
  'thân mật',
  'tuần trăng mật',
  'sỏi mật (túi mật)',
  'đồng chí Nguyễn Văn Mật',
  'đội mật phục đã bắt 3 đối tượng',
  // Without diacritics.
  'MAT TRAN',
  'Mat tran To quoc',
  'UY BAN MAT TRAN TO QUOC',
  'MAT',
  '(MAT)',
  'da toi mat tran',
  'toi mat dien thoai roi',
  'toi mat',
  'DO MAT DO TRONG CAY',
  // Talk about secrecy.
  'tài liệu này có mật không?',
  'Tài liệu mật gửi qua đâu ạ?',
  'văn bản MẬT thì gửi qua đường công văn',
  'Không gửi văn bản có dấu MẬT, TỐI MẬT, TUYỆT MẬT qua kênh này.',
  'Tin nhắn không được lưu vì có dấu độ mật. Đề nghị gửi qua đường văn thư.',
  'MẬT, TỐI MẬT, TUYỆT MẬT',
  'các độ mật (MẬT, TỐI MẬT, TUYỆT MẬT)',
  '[không lưu: có dấu độ mật]',
  'độ mật của văn bản này là gì?',
  'đánh giá độ mật ong: tốt',
  'độ mật độ',
  'xác định độ mật mã hóa',
  'buổi tối mật độ xe cao',
  // Nothing, or openly none.
  'Độ mật: không',
  'Độ mật: Không có',
  'Độ mật: Thường; độ khẩn: Hỏa tốc',
  'Độ mật: bình thường',
  'Độ mật:',
  'Độ mật: …\nĐộ khẩn: Khẩn',
  '',
  'mật',
  'KHẨN',
  '(KHẨN)',
  'HỎA TỐC\nGửi trước 17h',
  'SỐ 12\nMẬT ĐỘ XÂY DỰNG\nxong',
  'đã nhận, cam kết đúng hạn',
];

const refusals: [string, string][] = [
  ['Độ mật: Mật', 'MẬT'],
  ['độ mật: tối mật', 'TỐI MẬT'],
  ['ĐỘ MẬT: TUYỆT MẬT', 'TUYỆT MẬT'],
  ['Số 12/KH. Độ mật : Mật. Gửi các đơn vị', 'MẬT'],
  ['Mức độ mật: Tối mật', 'TỐI MẬT'],
  ['Độ mật: A', 'ĐỘ MẬT'],
  ['Độ mật: thượng khẩn', 'ĐỘ MẬT'],
  ['Độ mật:\nMật', 'MẬT'],
  ['Độ mật - Tối mật', 'TỐI MẬT'],
  ['văn bản này độ mật là TUYỆT MẬT', 'TUYỆT MẬT'],
  ['Do mat: Toi mat', 'TỐI MẬT'],
  ['do mat: mat', 'MẬT'],
  ['MẬT', 'MẬT'],
  ['  MẬT  ', 'MẬT'],
  ['MẬT.', 'MẬT'],
  ['*** MẬT ***', 'MẬT'],
  ['M Ậ T', 'MẬT'],
  ['CÔNG AN TỈNH\nMẬT\nKế hoạch tháng 12', 'MẬT'],
  ['CÔNG AN TỈNH\r\nTỐI MẬT\r\nKế hoạch', 'TỐI MẬT'],
  ['UBND TỈNH\tMẬT', 'MẬT'],
  ['TỐI MẬT', 'TỐI MẬT'],
  ['Tối mật', 'TỐI MẬT'],
  ['tuyệt mật', 'TUYỆT MẬT'],
  ['TUYỆT MẬT', 'TUYỆT MẬT'],
  ['TUYET MAT', 'TUYỆT MẬT'],
  ['T Ố I   M Ậ T', 'TỐI MẬT'],
  ['MẬT - HỎA TỐC', 'MẬT'],
  ['KHẨN / TỐI MẬT', 'TỐI MẬT'],
  ['TÀI LIỆU MẬT', 'MẬT'],
  ['MẬT: kế hoạch tuần tra tháng 12', 'MẬT'],
  ['Kế hoạch số 12 (MẬT)', 'MẬT'],
  ['Kế hoạch số 12 (mật)', 'MẬT'],
  ['(TỐI MẬT) Phương án bảo vệ', 'TỐI MẬT'],
  ['[Tuyệt mật] danh sách', 'TUYỆT MẬT'],
  ['Phương án ( MẬT - KHẨN )', 'MẬT'],
  ['(TOI MAT)', 'TỐI MẬT'],
  ['M\u200bẬT', 'MẬT'],
];

const fileNamesThatPass = [
  'BAO_MAT_THONG_TIN.pdf',
  'BẢO MẬT.docx',
  'BÍ MẬT NHÀ NƯỚC.pptx',
  'mat.pdf',
  'MAT.pdf',
  'BC-MAT-2026.docx',
  'MAT_TRAN_TO_QUOC.xlsx',
  'bao cao gui toi mat tran.docx',
  'GUI_TOI_MAT_TRAN.pdf',
  'di doi toi mat bang.pdf',
  'don toi mat the.docx',
  'Mật độ dân cư.xlsx',
  'MẬT ĐỘ XÂY DỰNG.pdf',
  'MẬT KHẨU WIFI.txt',
  'mật ong.jpg',
  'Nguyễn Văn Mật.pdf',
  'buổi tối mật độ xe.docx',
  'bao_cao_12.pdf',
  'DANH MỤC ĐỘ MẬT.docx',
  '',
];

const fileNamesRefused: [string, string][] = [
  ['TOI_MAT.pdf', 'TỐI MẬT'],
  ['KH_TOI_MAT_2026.docx', 'TỐI MẬT'],
  ['ke-hoach-toi-mat.pdf', 'TỐI MẬT'],
  ['TUYET_MAT.pdf', 'TUYỆT MẬT'],
  ['Tuyet mat 2026.xlsx', 'TUYỆT MẬT'],
  ['BC TUYETMAT.pdf', 'TUYỆT MẬT'],
  ['TỐI MẬT.pdf', 'TỐI MẬT'],
  ['Kế hoạch tối mật.docx', 'TỐI MẬT'],
  ['KH_TUYỆT_MẬT_12.pdf', 'TUYỆT MẬT'],
  ['MẬT.pdf', 'MẬT'],
  ['BC-MẬT-2026.docx', 'MẬT'],
  ['BC MẬT 2026.docx', 'MẬT'],
  ['KH_MẬT_MA_TÚY.docx', 'MẬT'],
  ['MẬT01.pdf', 'MẬT'],
  ['Báo cáo (Mật).docx', 'MẬT'],
  ['[mật] danh sách.xlsx', 'MẬT'],
];

describe('secrecyMark', () => {
  test.each(passes)('lets %j pass', (text) => {
    expect(secrecyMark(text)).toBeNull();
    expect(secrecyMark(text.normalize('NFD'))).toBeNull();
  });

  test.each(refusals)('refuses %j as %s', (text, mark) => {
    expect(secrecyMark(text)).toBe(mark);
    expect(secrecyMark(text.normalize('NFD'))).toBe(mark);
  });

  test('finds a mark on a line of its own in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        expect(secrecyMark(`${before}\nMẬT\n${after}`)).not.toBeNull();
      }),
    );
  });

  test('is quick on long hostile text', () => {
    const many = 40_000;
    const texts = [
      '('.repeat(many),
      'độ mật '.repeat(many),
      '- '.repeat(many),
      'M '.repeat(many),
      `a${'.'.repeat(many)}a`,
      `độ mật${' '.repeat(many)}x`,
      `do mat:${'\u00a0'.repeat(many)}x`,
      '079 '.repeat(many),
      '\n'.repeat(many),
    ];
    for (const text of texts) {
      // The process's own time, which a busy machine does not stretch. What grows with the square takes over a second.
      const start = process.cpuUsage();
      secrecyMark(text);
      secrecyMarkInFileName(text);
      maskCitizenIds(text);
      expect(process.cpuUsage(start).user).toBeLessThan(800_000);
    }
  }, 30_000);
});

describe('secrecyMarkInFileName', () => {
  test.each(fileNamesThatPass)('lets %j pass', (name) => {
    expect(secrecyMarkInFileName(name)).toBeNull();
    expect(secrecyMarkInFileName(name.normalize('NFD'))).toBeNull();
  });

  test.each(fileNamesRefused)('refuses %j as %s', (name, mark) => {
    expect(secrecyMarkInFileName(name)).toBe(mark);
    expect(secrecyMarkInFileName(name.normalize('NFD'))).toBe(mark);
  });
});

describe('maskCitizenIds', () => {
  test.each([
    ['079203001234', '079•••••••34'],
    ['CCCD: 079203001234, xong', 'CCCD: 079•••••••34, xong'],
    ['cccd079203001234', 'cccd079•••••••34'],
    ['số 001099012345.', 'số 001•••••••45.'],
    ['096099012345', '096•••••••45'],
    ['079 203 001 234', '079•••••••34'],
    ['079.203.001.234', '079•••••••34'],
    ['0792 0300 1234', '079•••••••34'],
    ['năm 2026 079203001234 và 074099000001', 'năm 2026 079•••••••34 và 074•••••••01'],
    ['079203001234 0912345678', '079•••••••34 0912345678'],
    ['CCCD_079203001234.pdf', 'CCCD_079•••••••34.pdf'],
    ['1. 079203001234', '1. 079•••••••34'],
  ])('masks %j', (text, masked) => {
    expect(maskCitizenIds(text)).toBe(masked);
  });

  test.each([
    '000203001234',
    '097203001234',
    '123456789012',
    '07920300123',
    '0792030012345',
    '0912345678',
    '84912345678',
    'A079203001234',
    '079203001234B',
    '1.079.203.001.234',
    '0792 0300 1234 5678',
    '0,079203001234',
    '15/12/2026',
    '119/QĐ-UBND',
    '#12 60%',
    '',
  ])('leaves %j', (text) => {
    expect(maskCitizenIds(text)).toBe(text);
  });

  test('leaves no id that stands alone, keeps everything else, and masking twice changes nothing', () => {
    const id = fc
      .tuple(fc.integer({ min: 1, max: 96 }), fc.integer({ min: 0, max: 999_999_999 }))
      .map(([province, rest]) => String(province).padStart(3, '0') + String(rest).padStart(9, '0'));
    const words = fc.string({ unit: fc.constantFrom('đ', 'ã', ' ', 'x', ',', '\n') });
    fc.assert(
      fc.property(words, id, words, (before, number, after) => {
        const masked = maskCitizenIds(`${before} ${number} ${after}`);
        expect(masked).toBe(`${before} ${number.slice(0, 3)}•••••••${number.slice(-2)} ${after}`);
        expect(maskCitizenIds(masked)).toBe(masked);
      }),
    );
  });
});
