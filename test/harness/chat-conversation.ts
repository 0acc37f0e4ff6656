import { crc32, deflateSync } from 'node:zlib';
import type { Chat, ChatServer } from './chat-api.ts';

const chunk = (kind: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** A picture as the bot sends it: four bars on white, as PNG. */
export function chart(width = 900, height = 600): Buffer {
  const colours = [0x1b6e3c, 0x9aa7b5, 0x0b4f8a, 0xa8201a];
  const heights = [0.8, 0.1, 0.6, 0.2];
  const rows = Buffer.alloc(height * (width * 3 + 1), 0xff);
  for (let y = 0; y < height; y += 1) {
    rows[y * (width * 3 + 1)] = 0;
    for (let x = 0; x < width; x += 1) {
      const bar = Math.floor((x * 4) / width);
      const inside = Math.abs((((x * 4) / width) % 1) - 0.5) < 0.35 && 1 - y / height < (heights[bar] ?? 0);
      if (inside) rows.writeUIntBE(colours[bar] ?? 0, y * (width * 3 + 1) + 1 + x * 3, 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A day and a half between a focal point and the bot, with all that a message can carry. */
export function conversation(server: ChatServer, chat: Chat): void {
  const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  chat.says(
    [
      '**Sở Tư pháp còn 2 nhiệm vụ**',
      '🔴 Quá hạn · #12 Báo cáo năm 2026: quá hạn 1 ngày (hạn trước 15/12/2026)',
      '🟡 Sắp đến hạn · #15 Rà soát văn bản: còn 3 ngày, đang thực hiện 60%',
      'Ví dụ trả lời: "12 xong", "15 80%", "15 xin gia hạn 20/12 vì chờ số liệu".',
    ].join('\n'),
    { at: ago(3000) },
  );
  const task = chat.says(
    [
      '**Nhiệm vụ #12 · Báo cáo kết quả thực hiện Đề án năm 2026**',
      'Kính gửi: Đồng chí Lê Văn Cường, Sở Tư pháp',
      'Công an tỉnh đề nghị Sở Tư pháp gửi báo cáo **trước ngày 15/12/2026** (chậm nhất thứ Hai, 14/12/2026).',
      'Căn cứ: khoản 1 Mục II Phần IV Đề án ban hành kèm theo [Quyết định số 119/QĐ-UBND](https://example.com/119) ngày 19/01/2024 của UBND tỉnh.',
    ].join('\n'),
    {
      at: ago(1500),
      buttons: [
        [
          { id: '1.0', label: 'Đã nhận' },
          { id: '1.1', label: 'Xác nhận đúng hạn' },
        ],
        [
          { id: '1.2', label: 'Cập nhật tiến độ' },
          { id: '1.3', label: 'Báo cáo hoàn thành' },
        ],
        [
          { id: '1.4', label: 'Xin gia hạn' },
          { id: '1.5', label: 'Có vướng mắc' },
        ],
        [{ id: '1.6', label: 'Xem bảng theo dõi', url: 'https://example.com/theo-doi' }],
      ],
    },
  );
  chat.said('60% đang rà soát', { at: ago(1490), replyTo: task.id });
  const noted = chat.says('Đã ghi nhận: #12, **đang thực hiện 60%**, "đang rà soát".', {
    at: ago(1489),
    buttons: [[{ id: '2.0', label: 'Rút lại' }]],
  });
  const sheet = 'Phụ lục 2 – Số liệu các phường đã được công nhận.xlsx';
  chat.says('Gửi đồng chí mẫu phụ lục và biểu đồ tình hình thực hiện.', {
    at: ago(30),
    files: [
      server.file(sheet, 'application/vnd.openxmlformats', Buffer.alloc(150_000)),
      server.file('Biểu đồ.png', 'image/png', chart()),
    ],
  });
  chat.edits(
    noted.id,
    'Đã ghi nhận: #12, **đang thực hiện 60%**, "đang rà soát", lúc 09:41 ngày 25/11/2026.',
  );
  chat.said('đã nhận, cam kết đúng hạn', { at: ago(4) });
}
