import { best, cell, column, derived, sumOf, type DataSet, type TextSet } from './data-set.js';
import { goal, months, products, regions, targets, years } from './sales.js';
import { accounts, channels, delivery, loyal, refunds, returnRates, september } from './service.js';

const stores: DataSet = {
  steps: {
    tenpo: {
      sql: `select t.name as store, sum(u.kingaku) as uriage from uriage u join tenpo t using (tenpo_id)
            where u.hizuke >= '2026-04-01' and u.hizuke < '2026-05-01' group by t.name having sum(u.kingaku) >= 1000000`,
      measure: sumOf('uriage', 'JPY'),
      period: ['2026-04-01', '2026-05-01'],
      dimensions: ['store'],
      columns: { store: 'text', uriage: 'bigint' },
      rows: [
        ['109 渋谷', '18450000'],
        ['三越', '25300000'],
        ['六本木店', '9120000'],
        ['東京駅八重洲口', '7410000'],
      ],
    },
  },
  figures: {
    shibuya: cell('tenpo', 'uriage', { store: '109 渋谷' }),
    mitsukoshi: cell('tenpo', 'uriage', { store: '三越' }),
    roppongi: cell('tenpo', 'uriage', { store: '六本木店' }),
    yaesu: cell('tenpo', 'uriage', { store: '東京駅八重洲口' }),
    top: best('tenpo', 'store', 'uriage'),
    total: column('sum', 'tenpo', 'uriage'),
    share: derived('share', 'total', 'mitsukoshi'),
  },
};

/** Written before the grounding rules were read: what a careful analyst writes in Japanese. */
export const japanese: readonly TextSet[] = [
  {
    data: regions,
    question: '2025年第4四半期の地域別売上はいくらですか。第3四半期と比べてどうですか。',
    locale: 'ja-JP',
    texts: [
      '2025年第4四半期の売上は{{total}}で、第3四半期から{{growth}}増加しました。',
      '2025年第4四半期は{{best}}が{{best_rev}}で最も多く、EMEAが{{emea}}で続きました。',
      'LATAMだけが減少し、{{latam_q3}}から{{latam}}になりました（{{latam_change}}）。',
      'EMEAは全体の{{emea_share}}を占めます。地域のない注文は{{no_region}}です。',
    ],
  },
  {
    data: products,
    question: '2025年の売上トップ5の商品は何ですか。',
    locale: 'ja-JP',
    texts: [
      '2025年の売上トップ5は、{{first}}（{{first_rev}}）、{{second}}（{{second_rev}}）、{{third}}（{{third_rev}}）、{{fourth}}（{{fourth_rev}}）、{{fifth}}（{{fifth_rev}}）です。',
      '1位は3M Scotch 810で{{first_rev}}、2位は7-Eleven Gift Cardで{{second_rev}}でした。',
      '上位5商品の中で販売数が最も多いのは{{most_units}}で、{{paper_units}}個です。',
      '首位の{{first}}は2位を{{lead}}上回りました。',
    ],
  },
  {
    data: months,
    question: '2025年の月別売上の推移を教えてください。',
    locale: 'ja-JP',
    texts: [
      '2025年の売上は合計{{year_total}}でした。最も多かったのは12月の{{best_rev}}、最も少なかったのは2月の{{worst_rev}}です。',
      '1月の{{jan}}から12月の{{dec}}まで、{{year_change}}増えました。8月は前月比{{aug_change}}でした。',
      '月平均は{{average}}です。',
    ],
  },
  {
    data: targets,
    question: '2025年第4四半期に各地域は目標を達成しましたか。',
    locale: 'ja-JP',
    texts: [
      'APACとNorth Americaは目標を上回りました。EMEAの達成率は{{emea_met}}で、目標の{{emea_target}}に届きませんでした。',
      'North Americaは目標を{{na_over}}上回りました。',
    ],
  },
  {
    data: goal,
    question: '2025年第4四半期の売上は500万を超えましたか。',
    locale: 'ja-JP',
    texts: [
      'はい。2025年第4四半期の売上は{{total}}で、お尋ねの{{goal_ja}}を超えています。',
      'はい、2025年10月から12月の売上は{{total}}でした。',
    ],
  },
  {
    data: years,
    question: '2024年以降、年ごとの注文数は？',
    locale: 'ja-JP',
    texts: [
      '注文数は2024年が{{y2024}}件、2025年が{{y2025}}件、2026年は9月30日までで{{y2026}}件です。',
      '2025年は2024年より{{more}}件多く、{{change}}の増加でした。',
    ],
  },
  {
    data: returnRates,
    question: '返品率は2024年から2025年にどう変わりましたか。',
    locale: 'ja-JP',
    texts: [
      '返品率が最も高いのはApparelの{{highest_rate}}で、2024年から{{apparel_points}}上昇しました。',
      'Officeは{{office}}で、2024年から変わっていません。',
    ],
  },
  {
    data: loyal,
    question: '今年、注文が10件を超え、5,000ドル以上使った顧客は何人ですか。',
    locale: 'ja-JP',
    texts: [
      '2026年1月から9月に、注文が10件を超え5,000ドル以上使った顧客は{{loyal}}人です。',
      '該当する顧客は全体の{{part}}です。',
    ],
  },
  {
    data: delivery,
    question: '2026年第3四半期のチャネル別の配送日数と、7日を超えた件数は？',
    locale: 'ja-JP',
    texts: [
      '最も遅いのはmarketplaceで平均{{slowest_days}}です。7日を超えた配送は{{late_marketplace}}件でした。',
      'storeは平均{{fastest_days}}で最も速く、7日を超えた配送はありません。',
    ],
  },
  {
    data: september,
    question: '9月の注文数は前年と比べてどうですか。',
    locale: 'ja-JP',
    texts: ['2026年9月の注文は{{now}}件で、前年同月の{{before}}件から{{change}}増えました。'],
  },
  {
    data: accounts,
    question: '前四半期に250ユーロを超える注文をした取引先は？',
    locale: 'ja-JP',
    texts: [
      '最も多く購入したのは3Mで{{top_rev}}、最後の注文は{{top_date}}です。7-Elevenは{{eleven_rev}}で2番目でした。',
    ],
  },
  {
    data: channels,
    question: '2026年上半期のチャネル別売上は？',
    locale: 'ja-JP',
    texts: [
      '2026年上半期の売上は、webが{{web}}、storeが{{store}}、marketplaceが{{market}}です。partnerの値はありません。',
    ],
  },
  {
    data: refunds,
    question: '2026年8月のmarketplaceの返金は何件ですか。',
    locale: 'ja-JP',
    texts: ['2026年8月のmarketplaceの返金は{{refunds}}件でした。'],
  },
  {
    data: stores,
    question: '2026年4月に売上が100万円以上だった店舗は？',
    locale: 'ja-JP',
    texts: [
      '2026年4月に売上が100万円以上だったのは、109 渋谷（{{shibuya}}）、三越（{{mitsukoshi}}）、六本木店（{{roppongi}}）、東京駅八重洲口（{{yaesu}}）です。',
      '三越が{{mitsukoshi}}で首位となり、全体の{{share}}を占めました。',
      '{{top}}が最も多く、店舗の合計は{{total}}です。',
    ],
  },
];
