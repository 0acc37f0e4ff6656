/**
 * The words by which a reply is understood, grouped by what they do in a
 * sentence. Not phrases: what a reply means follows from the order of these
 * (see the neighbouring files). Written with full diacritics; typed with fewer
 * they are recognised too. `!` before a word: only when typed exactly so,
 * because without its marks it is more often another word. A word may stand in
 * several groups; which it is, its place in the sentence tells.
 */
export const VOCABULARY = {
  // Denial, time and doubt: how the speaker stands to what is said.
  not: `không, ko, k, kg, hk, hok, hông, hổng, hong, hem, khum, kô, khg, chẳng, chả, đâu có, nào có, không hề,
    chẳng hề, không phải, không phải là, đừng, khỏi, kh, not, no, never, đâu phải, có đâu, haven't, hasn't, isn't, didn't, don't, doesn't, won't`,
  notYet: 'chưa, ch, chx, chưa hề, vẫn chưa, còn chưa, chưa từng, chưa phải, đâu đã, nào đã',
  cannot: `không thể, chẳng thể, chưa thể, ko thể, k thể, không có khả năng, bất khả thi, bó tay, cannot, can't, cant, couldn't, unable`,
  perfect: 'đã, vừa, vừa mới, mới vừa, đã được, have, has',
  barely: 'mới, mới chỉ, chỉ mới, chỉ, mới được, chỉ được',
  already: 'rồi, rùi, roài, ròi, òi, r, rr, already, ✅, ✔, ☑',
  progressive: 'đang, đg, dg, đương, mới đang, still, working, đang được, đang cho',
  future: 'sẽ, will, sẽ được',
  intend: 'chuẩn bị, dự kiến, dự định, định, dự tính, tính, hẹn, xin hẹn, để dành, lên kế hoạch',
  later: `mai, ngày mai, sáng mai, trưa mai, chiều mai, tối mai, mốt, ngày mốt, ngày kia, hôm sau, hôm tới,
    tuần sau, tuần tới, tháng sau, tháng tới, quý sau, quý tới, năm sau, năm tới, đầu tuần, giữa tuần, cuối tuần,
    trong tuần, hết tuần, đầu tháng, giữa tháng, cuối tháng, trong tháng, hết tháng, cuối ngày, trong ngày,
    hết ngày, cuối năm, trong năm, hết năm, cuối quý, hết quý, cuối giờ, cuối buổi, lát nữa, chút nữa, tí nữa,
    xíu nữa, lát, chốc nữa, lúc nữa, ngày nữa, hôm nữa, bữa nữa, tuần nữa, tháng nữa, vài ngày tới, mấy ngày tới,
    sắp tới, tới đây, thời gian tới, nay mai, sau này, về sau, còn lâu, còn lâu mới, lâu mới, lâu nữa, khi khác, dịp khác, đầu giờ, tomorrow, tonight`,
  soon: 'sớm, sớm nhất',
  now: `hôm nay, bữa nay, nay, sáng nay, tuần này, tháng này, đến nay, tính đến nay, tới nay, cho đến nay, đến giờ,
    đến thời điểm này, đến thời điểm hiện tại, tính đến thời điểm này`,
  today: `trưa nay, chiều nay, tối nay, đêm nay, chiều, sáng, tối, trong hôm nay, thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy, chủ nhật, cn, today`,
  formerly: `hôm qua, hôm kia, hôm trước, hôm rồi, hôm nọ, bữa trước, tuần trước, tuần rồi, tháng trước,
    tháng rồi, vừa rồi, vừa qua, hồi nãy, lúc nãy, ban nãy, khi nãy, nãy, nãy giờ, từ hôm, từ lâu, từ sáng,
    từ trước, từ tuần, từ tháng, mấy hôm nay, mấy ngày nay, mấy ngày qua, tối qua, đêm qua, chiều qua, sáng qua, trưa qua,
    lần trước, trước đây, trước đó, lúc trước, hồi trước, đợt trước, kỳ trước, gần đây, yesterday`,
  almost: `gần, gần như, sắp, sắp sửa, hầu như, cơ bản, về cơ bản, cơ bản đã, cơ bản là, căn bản, tương đối,
    đại khái, tạm, tạm thời, sơ bộ, bước đầu, xém, gần gần, coi như gần, almost, nearly`,
  perhaps: `chắc, chắc là, có lẽ, có thể, hình như, dường như, nghe nói, nghe đâu, có vẻ, khả năng, không chừng,
    biết đâu, ước chừng, e là, e rằng, sợ, lo, ngại, tưởng, nghĩ, đoán, không chắc, chưa chắc, không dám chắc,
    chưa dám, không dám, chắc gì, thì phải, hên xui, may ra, khó, có khi, đáng lẽ, lẽ ra, !đáng ra, giá mà, giá như,
    suýt, suýt nữa, ước gì, coi như, xem như, cho là, cho rằng, gọi là, chả lẽ, chẳng lẽ, lẽ nào, maybe, perhaps,
    probably, might`,
  wish: `mong, mong muốn, hy vọng, hi vọng, cố, cố gắng, ráng, gắng, phấn đấu, nỗ lực, quyết tâm, phải, cần phải,
    buộc phải, yêu cầu, mục tiêu, chỉ tiêu, tranh thủ, khẩn trương, đẩy nhanh, đôn đốc, chỉ đạo, giao, giúp, chúc,
    need, must, hope, try, should`,
  if: `nếu, nếu như, nếu mà, giả sử, miễn, miễn là, trừ khi, khi, khi nào, lúc nào, bao giờ, chừng nào, hễ, một khi,
    trước khi, sau khi, đến khi, tới khi, đến lúc, trong khi, phòng khi, lỡ, kẻo, có gì, có j, if, when, once, until, after`,
  purpose: 'để, nhằm, đặng',
  hearsay: 'bảo, nói, kêu, kể, đồn, nghe, hứa là',
  mistake: 'nhầm, nhầm lẫn, lộn, rút lại, thu hồi, hủy, sai, đùa, wrong, undo',

  // Otherness: of another task, another time, another hand; and what takes a completion back.
  another: 'khác, kia, đầu, đầu tiên, thứ nhất, thứ hai, trước, sau, còn lại, other, another, previous',
  bygone: `năm ngoái, năm trước, năm rồi, năm kia, quý trước, quý rồi, kỳ trước, kỳ rồi, đợt trước, khóa trước,
    nhiệm kỳ trước, last year, last quarter`,
  except: `trừ, ngoại trừ, trừ ra, chỉ trừ, không kể, chưa kể, không tính, chưa tính, không gồm, chưa gồm,
    chưa bao gồm, không bao gồm, except`,
  trouble:
    'lỗi, bị lỗi, trả lại, bị trả, bị trả lại, trả về, bị trả về, từ chối, bị từ chối, quên, hỏng, thất lạc, làm lại, sai sót',
  refuse: 'từ chối, khước từ, refuse',
  manner: 'cứ, ghi, ghi là, bị, tự, tuy, dù, mặc dù, thật ra, thực ra, thực tế, riêng, hình như, nhờ, kể như',

  // What joins clauses.
  cause: `vì, do, bởi, bởi vì, do là, tại, tại vì, lý do, lí do, vì lý do, với lý do, lý do là, nguyên nhân,
    nguyên nhân là, nguyên do, because`,
  so: 'nên, cho nên, vì vậy, vì thế, do đó, do vậy, thành ra, thế nên, bởi vậy, therefore',
  but: 'nhưng, nhưng mà, mà, tuy nhiên, song, thế nhưng, ngặt nỗi, có điều, riêng, but, however',
  and: 'và, đồng thời, với lại, ngoài ra, bên cạnh đó, and, &',
  then: 'thì',

  // What is done to the task, and how much of it.
  finish: `xong, xong xuôi, xong hết, xong cả, song, sog, xg, hoàn thành, hoàn tất, kết thúc, hoàn thiện, ht, done,
    finished, completed, complete, finish`,
  deliver:
    'gửi, gởi, nộp, báo cáo, bc, b/c, !chuyển, up, đẩy, tải lên, đưa lên, sent, submitted, send, submit',
  work: `làm, làm việc, thực hiện, xử lý, xử lí, giải quyết, rà soát, tổng hợp, xây dựng, kiểm tra, đánh giá,
    tổng kết, sơ kết, thống kê, cập nhật, hoàn chỉnh, bổ sung, chỉnh sửa, sửa, chỉnh lý, viết, thi công, tuyên truyền,
    in, nghiệm thu, lập, biên soạn, nhập, nhập liệu, thi hành, theo dõi, chạy, đôn đốc, kiểm đếm, hướng dẫn`,
  /** Work that is the task itself and no step of it. */
  wholeWork: 'làm, làm việc, thực hiện, xử lý, xử lí, giải quyết, thi hành, hoàn chỉnh',
  step: `soạn, soạn thảo, dự thảo, trình, trình ký, trình duyệt, lấy ý kiến, xin ý kiến, thu thập, khảo sát,
    phối hợp, tổ chức, tham mưu, thẩm định, nghiên cứu, phân công, ký, duyệt, phê duyệt, góp ý, gom, lấy số liệu,
    xin số liệu, ban hành, phát hành, đối chiếu, liên hệ, trao đổi, đề xuất, xin kinh phí, tháo`,
  begin: 'bắt đầu, bắt tay, triển khai, tiến hành, khởi động, khởi công, started',
  go: 'tiếp tục, làm tiếp, vẫn làm, còn làm, continue',
  able: 'được, đc, dc, nổi, xuể',
  remain: 'còn, chỉ còn, vẫn còn, còn lại, còn mỗi, vẫn, nốt, dở, dở dang, dang dở, tồn đọng, remaining',
  wait: 'chờ, đợi, waiting',
  partial: `phần, một phần, bước, giai đoạn, đợt, khâu, nháp, bản nháp, bản thảo, dự thảo, nửa, một nửa, hơn nửa,
    quá nửa, gần nửa, phân nửa, nửa chừng, một số, một ít, vài, mục, chương, đoạn, đa phần, đề cương, khung, sườn,
    phụ lục, phần lớn, half, part, partly, vòng, ít, chút, một chút, chút ít, một tí, về mặt`,
  unit: `phường, xã, khu phố, ấp, thôn, các phường, các xã, các đơn vị, các địa phương, các sở, các phòng, các ngành,
    các cơ quan, các bên, các nơi, hầu hết, đa số, nhiều, cấp dưới, bên kia, bên đó, bên ấy, họ, người khác,
    huyện, các huyện, cấp trên, cấp huyện, cấp xã, cấp tỉnh,
    đơn vị khác, đơn vị bạn, sở bạn, cơ quan khác, cơ quan bạn, bên khác, người ta`,
  half: 'nửa, một nửa, phân nửa',
  change: 'tăng, giảm, tăng thêm, vượt, vượt mức, hụt, dôi, thấp hơn, cao hơn, kém, kém hơn',
  reaching: 'lên, đến, tới, sang, đạt',
  about: 'khoảng, tầm, !cỡ, !ước, !chừng, hơn, trên, dưới, ngót',
  measure: 'tiến độ, tỷ lệ, tỉ lệ, mức, mức độ',
  amount:
    'khối lượng, công việc, kế hoạch, chỉ tiêu, yêu cầu, nội dung, đầu việc, phần việc, tổng, so với, nhiệm vụ',
  percentSign: 'phần trăm',
  digit: 'một, hai, ba, bốn, năm, lăm, sáu, bảy, bẩy, tám, chín, mười, mươi, chục, trăm, rưỡi',

  // Receipt and promise.
  receive:
    'nhận, nhận được, tiếp nhận, tiếp thu, ghi nhận, xin nhận, xin ghi nhận, xin tiếp thu, !đn, dn, received, noted, receive',
  understood:
    'rõ, nắm, nắm được, nắm rõ, hiểu, hiểu rõ, biết, đọc, xem, coi, nghe rõ, quán triệt, thấy, understood',
  okay: `ok, oke, okie, oki, okey, okay, okê, ô kê, okla, okk, vâng, dạ vâng, vâng dạ, dạ, ừ, ừm, uh, uhm, uk,
    nhất trí, đồng ý, thống nhất, tuân lệnh, chấp hành, yes, yeah, roger, 👍, 👌, 🆗`,
  onTime: `đúng hạn, đúng thời hạn, đúng hẹn, đúng thời gian, đúng ngày, đúng tiến độ, đúng kế hoạch, kịp, kịp hạn,
    kịp tiến độ, kịp thời hạn, kịp thời gian, trước hạn, trước thời hạn, trong hạn, trong thời hạn, sớm hơn hạn,
    không trễ, không trễ hạn, không chậm, không quá hạn, không muộn, không để trễ, không để trễ hạn, không để chậm,
    không để quá hạn, on time, in time`,
  promise: `cam kết, xin cam kết, xác nhận, xin xác nhận, đảm bảo, bảo đảm, hứa, xin hứa, chắc chắn, khẳng định,
    confirm, confirmed`,
  dateNoun: `hạn, thời hạn, thời gian, kỳ hạn, hạn chót, mốc, mốc thời gian, hạn nộp, hạn gửi, hạn báo cáo,
    ngày hoàn thành, ngày nộp, deadline`,

  // Hindrance.
  stuck: `vướng, vướng mắc, mắc kẹt, kẹt, !tắc, bị tắc, ách tắc, tắc nghẽn, bế tắc, khó khăn, gặp khó, gặp khó khăn, trở ngại,
    trục trặc, cản trở, bất cập, !mắc, blocked, stuck, blocker`,
  free: 'gỡ, tháo gỡ, gỡ bỏ, hết, khắc phục, giải tỏa, vượt qua, khơi thông, thông suốt, resolved, unblocked',
  over: 'hết',
  settle: 'xử lý, xử lí, giải quyết, khắc phục',
  lack: 'thiếu, thiếu hụt, lacking',
  having: `có, đủ, được, đc, dc, được cấp, được giao, bố trí, bố trí được, cấp, nhận, nhận được, ra, về, cung cấp, thấy,
    duyệt, phân bổ`,
  resource: `số liệu, dữ liệu, kinh phí, nguồn, nguồn vốn, nguồn lực, vốn, tiền, người, nhân lực, nhân sự, cán bộ,
    biên chế, hướng dẫn, mẫu, biểu mẫu, mẫu biểu, đề cương, phê duyệt, mặt bằng, thiết bị, máy, máy móc, phương tiện,
    vật tư, cơ sở pháp lý, thẩm quyền, chủ trương, ý kiến, tài khoản, phần mềm, tài liệu, dự toán, đất, trụ sở,
    quỹ đất, căn cứ, nhà thầu, hồ sơ, con dấu, mạng, thông tin, data`,

  // More time.
  extend: `gia hạn, ra hạn, lùi, lùi hạn, lùi lại, lùi ngày, lùi thời hạn, lùi thời gian, dời, dời hạn, dời lại,
    dời ngày, dời thời hạn, hoãn, hoãn lại, kéo dài, nới hạn, nới thời gian, nới, giãn, giãn hạn, giãn tiến độ, khất,
    khất lại, điều chỉnh thời hạn, điều chỉnh thời gian, điều chỉnh hạn, điều chỉnh tiến độ, điều chỉnh ngày, đổi hạn,
    chuyển hạn, thay đổi thời hạn, thêm thời gian, thêm thời hạn, gh, extend, extension`,
  more: 'thêm, more',
  late: 'trễ, trễ hạn, chậm, chậm trễ, chậm hạn, muộn, muộn hơn, trễ hơn, chậm hơn, quá hạn, trễ tiến độ, chậm tiến độ, late',
  need: 'cần, cần phải, phải',
  request: `xin, cho, cho phép, xin phép, xin cho, đề nghị, kính đề nghị, kiến nghị, trân trọng đề nghị, mong được,
    rất mong, muốn, nhờ, cần, cần xin, please, request`,

  // Asking.
  wh: `gì, j, nào, sao, bao giờ, khi nào, lúc nào, thế nào, như thế nào, ntn, bao nhiêu, bao lâu, vì sao, tại sao,
    làm sao, là sao, ra sao, hôm nào, ngày nào, !ai, ở đâu, đến đâu, tới đâu, từ đâu, chỗ nào, mấy giờ, ngày mấy,
    mấy bản, thứ mấy, số mấy, mẫu mấy, tháng mấy, được mấy, what, how, why, where, who, which`,
  where: 'đâu',
  or: 'hay, hoặc, hay là',
  askEnd:
    'hả, nhỉ, hử, hở, chứ, !à, !ư, phải không, đúng không, được không, hay không, hay chưa, có phải, có không',
  askVerb: `cho hỏi, xin hỏi, hỏi, em hỏi, muốn hỏi, thắc mắc, cho biết, không biết, ko biết, k biết, chưa biết,
    không bit, ko bit, không bik, ko bik, k bit, chưa hiểu, không hiểu, liệu, có phải là, cho em hỏi, cho tôi hỏi,
    cho mình hỏi, hướng dẫn giúp, hướng dẫn giùm, hướng dẫn thêm, giải thích`,

  // What is spoken of.
  report: `báo cáo, bc, b/c, kết quả, nội dung, nhiệm vụ, nv, công việc, việc, cv, hồ sơ, kế hoạch, kh, file, tệp,
    tờ trình, biểu, bản mềm, bản cứng, bản giấy, bản ký, bản chính, bản scan, email, mail, danh sách, bài, task,
    toàn bộ, tất cả, nó, sản phẩm, yêu cầu`,
  message: `văn bản, vb, công văn, thông báo, thông tin, tin, tin nhắn, chỉ đạo, yêu cầu, nhắc, lời nhắc, tài liệu,
    file, email, nhiệm vụ, việc, nội dung, kế hoạch, quyết định, qđ, qd, kh, đề án, phân công, cv, tb, lịch, nhắc nhở,
    giao, phiếu giao, báo cáo`,
  other: `công văn, văn bản, giấy mời, thư mời, phiếu, dự thảo, tờ trình, thư, yêu cầu, kế hoạch, số liệu, xuống,
    lãnh đạo, giám đốc, chủ tịch, thủ trưởng, bí thư, trưởng phòng, phó giám đốc, phó chủ tịch, tin nhắn, mẫu,
    câu hỏi, kinh phí, lệnh`,
  away: `họp, nghỉ, nghỉ phép, ốm, bệnh, đi, đi công tác, bận, học, ăn, ngủ, lái xe, tập huấn, đi họp, kẹt họp,
    kẹt xe, mắc bận, mắc họp, mắc việc, đi học, vắng, về quê, trực`,
  own: `em, e, tôi, tui, mình, chúng tôi, chúng em, ta, chúng ta, bên em, bên tôi, bên mình, bên này, cháu, tụi em,
    bọn em, tụi mình, cơ quan em, đơn vị em, sở em, phòng em, i, we`,
  pronoun: `anh, a, chị, c, bên, chú, cô, bác, ông, bà, đ/c, đồng chí, các anh, các chị, các đồng chí, anh chị,
    quý cơ quan, sếp`,
  agency: `sở, ban, ngành, ubnd, ủy ban, ủy ban nhân dân, đơn vị, cơ quan, phòng, văn phòng, công an, công an tỉnh,
    cat, hội, đoàn, liên đoàn, viện, tòa án, tòa, đài, chi nhánh, ngân hàng, thành phố, thị xã, tp, tx, mttq,
    mặt trận, tỉnh, địa phương, phía, chi cục, trung tâm, thanh tra, sở xây dựng, sở thông tin và truyền thông,
    sở kế hoạch và đầu tư, sở văn hóa và du lịch, sở tài nguyên và môi trường, sở lao động thương binh và xã hội,
    sở tài chính, sở nội vụ, sở tư pháp, ngân hàng chính sách xã hội`,
  taskNoun:
    'việc, nhiệm vụ, nv, việc số, nhiệm vụ số, nv số, nhiệm vụ thứ, việc thứ, task, số, công việc, công việc số',
  documentNoun: `văn bản, công văn, kế hoạch, kh, quyết định, qđ, qd, nghị quyết, tờ trình, thông báo, chỉ thị,
    nghị định, thông tư, phụ lục, điều, khoản, điểm, báo cáo, bc, đường, nhà, quốc lộ, cv, vb, tt, nđ, tb, hướng dẫn,
    công điện, giấy mời, biên bản, hợp đồng, phiếu, mẫu, biểu, bảng, đề án, luật, tổ, phòng, khu, bước, phần,
    giai đoạn, đợt, kỳ, tiêu chí, câu, trang, chương, mục, lần, tháng, ngày, quý, năm, tuần, thứ, bản, khóa,
    điện thoại, sđt, nhóm, đội, trên, dưới, hơn, gần, khoảng, tổng, gồm, thiếu, thêm, tầng, lầu, nội dung, cuối, đầu,
    giữa, hết, mấy`,
  counted: `ngày, tuần, tháng, năm, quý, giờ, phút, h, p, k, km, m, ha, tr, triệu, tỷ, tỉ, nghìn, ngàn, đồng, đ,
    phường, xã, người, cái, văn bản, vb, công văn, lần, câu, hôm, bữa, đơn vị, cơ quan, nội dung, tiêu chí, chỉ tiêu,
    hồ sơ, trường, vụ, đối tượng, bản, trang, phần, điểm, kế hoạch, nhiệm vụ, việc, công việc, đầu việc, sở, tổ,
    khu phố, hộ, buổi, cuộc, đợt, file, tệp, phiếu, mẫu, biểu, thành viên, đồng chí, cán bộ, báo cáo, ngành, bước,
    khâu, mục, ý kiến, ý, tờ trình, email, tin nhắn, tin, đ/c`,

  // What stands beside and decides nothing.
  filler: `dạ, ạ, ah, ak, nhé, nha, nhe, nhen, nghen, nghe, hén, ha, thưa, kính, kính thưa, kính gửi, trân trọng,
    cảm ơn, cám ơn, xin cảm ơn, xin cám ơn, tks, thanks, thank, thks, xin chào, chào, ơi, thôi, đấy, đó, mà, vậy, thế,
    hihi, haha, hi, hello, alo, xin lỗi, nhá, nà, nè, luôn, ngay, hết, cả, với, là, giùm, trước, kính chào, lắm, quá,
    tốt, xuất sắc, đầy đủ, đủ, đều, cũng, hiện, hiện nay, hiện tại, bây giờ, giờ, tự, của, các, những, này, ấy, kia, ở,
    được, theo yêu cầu, theo quy định, theo chỉ đạo, theo kế hoạch, như yêu cầu, như chỉ đạo, gấp, nghiêm túc, số,
    hôm, lần, cái, lại, nữa, bản, thông cảm, chờ em chút, đợi em chút, chờ em tí, đợi em tí, chờ chút, đợi chút, chờ tí, đợi tí, giúp em, giùm em, giúp mình, giúp tôi, giúp với, được giao, được phân công, đã giao, đã phân công, phụ trách, my, our, is,
    are, been, was, of`,
  address: `báo cáo anh, báo cáo chị, báo cáo đồng chí, báo cáo đ/c, báo cáo lãnh đạo, báo cáo sếp,
    báo cáo thủ trưởng, báo cáo các đồng chí, !báo cáo bác, !báo cáo chú, !báo cáo cô, bc anh, bc chị, bc a, bc đ/c,
    bc đồng chí, bc sếp, bc lãnh đạo, xin báo cáo, xin phép báo cáo, em xin báo cáo, xin thông báo, xin thông tin,
    em báo cáo, báo cáo là, trân trọng báo cáo, xin gửi`,
  through: `qua, về, cho, lên, bằng, trên, vào, tới, đến, hồi, theo, zalo, telegram, ioffice, trục, trục liên thông,
    hệ thống, phần mềm, đường công văn, bưu điện, trực tiếp, quản lý văn bản, kèm, kèm theo, đính kèm, ngày, tháng,
    quý, năm, tại, từ, group, nhóm, fax, hộp thư, lúc`,
  noun: `kết quả, kết hợp, kết luận, kết nối, đoàn kết, liên kết, chốt, vị trí, vi phạm, phạm vi, đơn vị, ma túy,
    đô thị, chế độ, đội ngũ, quân đội, đăng ký, đăng tải, đăng bài, đảng ủy, đảng viên, đảng bộ, dạng, nhận xét,
    nhận thấy, nhận định, nhận diện, cá nhân, nhân dân, nhân viên, công nhân, rõ ràng, làm rõ, chỉ rõ, nêu rõ,
    giảm thiểu, tối thiểu, !thiểu số, hoàn cảnh khó khăn, hộ khó khăn, hợp tác, tác động, hoàn toàn, chính xác,
    cần thiết, quan trọng, thanh niên, phụ nữ, chủ trì, kịp thời, đường dây, hội nghị, hội thảo, cuộc họp, giao ban,
    đề án, quản lý, tình hình, an ninh, trật tự, an toàn, văn minh, khen thưởng, tư pháp, nội vụ, tài chính, y tế,
    giao thông, đầu tư, tài nguyên, môi trường, truyền thông, văn hóa, du lịch, thể thao, lao động, dân vận,
    tuyên giáo, kiểm sát, cựu chiến binh, thủ dầu một, thuận an, dĩ an, tân uyên, bến cát, bình dương, chính sách,
    liên hiệp, phát thanh, truyền hình, nghiệp vụ, tối cao, tội phạm, chốt số, ngày nay, kinh tế, tài sản,
    quá trình, quy định, quyết định, ổn định, xác định, nhất định, giám định, máy tính, tính chất, chào buổi sáng, buổi sáng, buổi chiều, buổi tối`,
} as const;

export type Tag = keyof typeof VOCABULARY;

export type Tags = readonly Tag[];

/** Who speaks, to whom, and courtesy. */
export const COURTESY: Tags = ['filler', 'address', 'own', 'pronoun'];
export const DENIALS: Tags = ['not', 'notYet', 'cannot'];
/** Signs that it is not said for certain, or of a time to come. */
export const PLANS: Tags = ['future', 'intend', 'later'];
/** What is done to get the task done. */
export const ACTS: Tags = ['finish', 'deliver', 'work', 'step', 'begin', 'go'];
const ANSWERS: Tags = ['receive', 'understood', 'okay', 'onTime', 'promise'];
const HINDRANCES: Tags = ['stuck', 'free', 'lack'];
/** Words around which a clause is built. */
export const PREDICATES: Tags = [...ACTS, ...ANSWERS, ...HINDRANCES, 'extend', 'progressive'];
