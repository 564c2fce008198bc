/* trade.c - the words of the trade: by which page furniture gives itself away, in both Chinese scripts, in English, and a
 * little in Japanese and Korean.
 *
 * Lists of facts, one for each question of marks.c, compiled together (phrases.h) so that a line is looked at once for all its
 * words. A new list has its name in trade.h and its place in make_trade.
 */
#include "zones/trade.h"

static const char *const related[] = { /* headers over lists of other articles, whole lines */
    "相关内容", "相关阅读", "相关推荐", "相关新闻", "相关文章", "相关报道", "相关资讯", "相关链接",
    "相关专题", "相關內容", "相關閱讀", "相關推薦", "相關新聞", "相關文章", "相關報導", "相關報道",
    "延伸阅读", "延伸閱讀", "推荐阅读", "推薦閱讀", "推荐文章", "推薦文章", "热门资讯", "热门文章",
    "热门新闻", "热门推荐", "熱門新聞", "熱門文章", "热点推荐", "最新资讯", "最新文章", "最新新闻",
    "最新消息", "猜你喜欢", "猜你喜歡", "你可能喜欢", "你可能感兴趣", "您可能感兴趣", "更多新聞",
    "更多新闻", "更多阅读", "更多文章", "更多推荐", "往期回顾", "往期推荐", "往期精选", "往期文章",
    "精彩推荐", "编辑推荐", "編輯推薦", "为您推荐", "为你推荐", "大家都在看", "大家都在搜", "Related articles",
    "Related Articles", "Related posts", "Related Posts", "Read more", "You may also like", "Recommended", "More from", "Most read",
    "Most popular", "関連記事", "인기 기사", "您可能感兴趣的文章", "你可能感兴趣的文章", "你可能也喜歡",
    "您可能也喜歡", "熱門推薦", "編輯精選", "编辑精选", "精选文章", "相关图文", "热点资讯", "更多報導",
    "更多報道", "更多相關新聞", "往期內容", "往期内容", "看了又看", "猜你想看", "近期文章", "Related stories",
    "Related content", "More on this story", "Read next", "Recommended for you", "You might also like", "More stories", "More like this",
    "Editor's picks", "Editors' picks", "Trending", "Trending now", "Latest news", "Popular posts", "Recent posts", "Further stories",
    "Keep reading", "What to read next", "関連リンク", "あわせて読みたい", "おすすめ記事", "人気記事", "新着記事",
    "こちらもおすすめ", "관련기사", "관련 기사", "많이 본 뉴스", "주요 기사"};

static const char *const related_word[] = { /* headers only among furniture */
    "相关", "相關", "Related", "RELATED", "More", "更多", "推荐", "推薦", "延伸", "関連"};

static const char *const nav_whole[] = { /* navigation as a whole line; the first six anywhere, the others at the edge */
    "返回列表页", "返回列表", "返回顶部", "返回頂部", "返回首页", "返回首頁", "回到顶部", "上一页", "下一页",
    "上一頁", "下一頁", "上一篇", "下一篇", "首页", "首頁", "纠错", "我要纠错", "报错", "查看原文", "阅读原文",
    "閱讀原文", "阅读全文", "展开全文", "点击展开全文", "查看更多", "更多", "加载更多", "分享", "收藏", "打印",
    "点赞", "赞", "关闭", "关注", "正在加载", "Loading", "Share", "Tweet", "Print", "Email", "Skip to content", "Back to top", "Menu",
    "Home", "关闭窗口", "打印本页", "返回上一页", "返回上一頁", "查看原图", "查看全文", "閱讀全文", "繼續閱讀",
    "继续阅读", "回首頁", "回頂端", "列印", "轉寄", "立即訂閱", "立即订阅", "立即下载", "查看最新行情", "登录",
    "注册", "登入", "註冊", "搜索", "搜尋", "Search", "Log in", "Login", "Sign in", "Sign up", "Register", "Subscribe",
    "Subscribe now", "Read more", "Continue reading", "Load more", "Show more", "Share this article", "Copy link", "Next article",
    "Previous article", "Next", "Previous", "Top", "Skip to main content", "Privacy policy", "Privacy Policy", "Terms of use",
    "Terms of Service", "Contact us", "About us", "Advertise", "トップへ戻る", "ページの先頭へ", "記事一覧へ",
    "続きを読む", "シェアする", "ツイート", "前の記事", "次の記事", "목록", "공유하기"};

static const char *const nav_starts[] = { /* how a line of navigation begins */
    "上一篇：", "下一篇：", "上一篇:", "下一篇:", "当前位置", "當前位置", "您的位置", "您现在的位置",
    "所在位置", "分享到", "分享至", "共享此文章", "点击以在", "按一下即可分享", "Share this", "Share on",
    "Click to share", "扫码关注", "扫一扫", "扫描二维码", "长按识别", "长按二维码", "点击上方", "点击关注",
    "点击下方", "点击蓝字", "微信扫一扫", "进入专题", "打开APP", "打开App", "下载APP", "下载客户端", "字号",
    "字體大小", "長按識別", "掃描二維碼", "扫描下方二维码", "公众号后台", "海量资讯"};

static const char *const nav_weak[] = { /* the same, at the edge only */
    "关注我们", "關注我們", "訂閱", "订阅", "浏览次数", "瀏覽次數", "阅读量", "阅读数", "点击数", "“点赞”",
    "点个“在看”", "点赞", "关键词：", "关键词:", "關鍵字：", "标签：", "标签:", "標籤：", "Tags:", "首页 >",
    "首页>", "首頁 >", "Home >", "Tagged", "Published", "Posted in", "Subscribe", "Follow us", "Download the ebook", "Filed under",
    "Filed Under", "Privacy policy", "Privacy Policy", "Terms of ", "Sign up for", "Sign up to", "Get the latest", "点击图片",
    "长按图片", "长按上方", "长按下方", "扫描上方", "扫描下方", "掃描下方", "上一篇 ", "下一篇 ", "后台回复",
    "分享此文", "分享本文", "更多精彩", "下载新浪", "字体大小", "Topics:", "Tags ", "Keywords:", "Share:", "Like this",
    "Become a member", "Support us", "Join our", "點此", "點擊", "按讚", "追蹤我們", "追踪我们", "加入我們", "加入我们",
    "点击阅读原文", "点击“阅读原文”", "点“阅读原文”", "キーワード：", "タグ：", "相关标签",
    "相关专题："};

static const char *const sections[] = { /* names in menus */
    "首页", "首頁", "新闻", "新聞", "新闻中心", "国内", "國內", "国内新闻", "国际", "國際", "国际新闻", "社会",
    "社會", "财经", "財經", "经济", "經濟", "股票", "体育", "體育", "娱乐", "娛樂", "科技", "汽车", "汽車", "房产",
    "房產", "教育", "健康", "视频", "視頻", "影音", "图片", "圖片", "专题", "專題", "论坛", "論壇", "博客",
    "部落格", "要闻", "要聞", "即时", "即時", "两岸", "兩岸", "地方", "生活", "副刊", "评论", "評論", "文化",
    "军事", "軍事", "政治", "时政", "港澳", "台湾", "臺灣", "旅游", "旅遊", "时尚", "時尚", "游戏", "遊戲", "数码",
    "读书", "讀書", "理财", "理財", "观点", "觀點", "专栏", "專欄", "人物", "历史", "歷史", "深度", "商业", "登录",
    "登錄", "登入", "注册", "註冊", "手机版", "手機版", "订阅", "訂閱", "搜索", "搜尋", "关于", "關於", "关于我们",
    "關於我們", "联系我们", "聯絡我們", "聯繫我們", "联系方式", "聯絡", "文章分類", "文章分类", "标签", "標籤",
    "归档", "歸檔", "隐私政策", "隱私權政策", "服务条款", "服務條款", "广告服务", "廣告刊登", "网站地图",
    "友情链接", "加入我们", "加入我們", "招聘信息", "诚聘英才", "返回首页", "我知道了", "写留言", "發表文章",
    "会员", "會員", "客户端", "更多", "Home", "News", "World", "Politics", "Business", "Sport", "Sports", "Culture", "Opinion", "Tech",
    "Technology", "Science", "Health", "Arts", "Life", "Travel", "Video", "Podcasts", "About", "Contact", "Archive", "Archives", "Topics",
    "Subscribe", "Forums", "Forum", "Members", "Search", "Login", "Register", "Blog", "Menu", "Privacy", "Terms", "Help", "Jobs", "Careers",
    "Newsletter", "Magazine", "Store", "Shop", "Accept", "FAQ", "Sitemap"};

static const char *const comment_topic[] = { /* what a box of comments is about */
    "评论", "評論", "留言", "跟帖", "回帖", "Comments", "comments"};

static const char *const comment_act[] = { /* what is done there */
    "共有", "登录", "登錄", "登入", "注册", "註冊", "发表", "發表", "分享到", "条评论", "則留言", "条留言", "暂无",
    "暫無", "全部", "网友", "網友", "最新评论", "热门评论", "文明上网", "我要", "0 ", "Leave a", "No "};

static const char *const comment_whole[] = { /* its header, whole line */
    "评论", "評論", "留言", "发表评论", "發表評論", "网友评论", "最新评论", "热门评论", "全部评论", "Comments",
    "Leave a Reply", "Leave a comment", "读者评论", "讀者評論", "读者留言", "讀者留言", "精选留言", "热门跟帖",
    "网友跟帖", "回應", "回应", "Discussion", "Post a comment", "Join the conversation", "コメント", "댓글"};

static const char *const reply[] = { /* what stands under a remark */
    "回复", "回覆", "回應", "永久连接", "永久連結", "引用", "举报", "舉報", "点赞", "支持", "反对", "顶", "踩",
    "赞", "讚", "Reply", "reply", "Report", "Like", "Permalink", "Share", "Upvote", "返信", "답글"};

static const char *const ranking[] = { /* titles of rankings */
    "排行", "热榜", "熱榜", "热搜榜", "人气榜", "人氣榜", "Most read", "Most viewed", "Most popular", "Most commented",
    "人気記事", "많이 본"};

static const char *const notice_starts[] = { /* how a notice begins */
    "免责声明", "免責聲明", "版权声明", "版權聲明", "特别声明", "特別聲明", "郑重声明", "鄭重聲明",
    "重要声明", "声明：", "聲明：", "声明:", "聲明:", "风险提示：", "風險提示：", "风险提示:", "風險提示:",
    "温馨提示", "溫馨提示", "转载请", "轉載請", "转载须", "轉載須", "未经授权", "未經授權", "未经许可",
    "未經許可", "未经允许", "版权所有", "版權所有", "本文来自", "本文來自", "本文转自", "本文轉自",
    "本文转载", "本文轉載", "本文原刊", "本文原载", "本文原載", "本文首发", "本文首發", "首发于", "本文由",
    "本文仅代表", "本文僅代表", "文章来源：", "本文系", "本文係", "本文为「", "本文为作者", "*本文为",
    "平台声明", "以上内容", "以上內容", "广告声明", "广告", "廣告", "Copyright", "©", "(c)", "All rights reserved",
    "Disclaimer", "DISCLAIMER", "Notice:", "Notice：", "Special statement", "举报", "侵权", "如有侵权", "投稿", "合作请",
    "商务合作", "欢迎投稿", "转载授权", "原标题：", "原标题:", "原標題：", "本文为原创", "本文为独家",
    "本文系原创", "本文原刋", "如果发现译文", "如发现译文", "若发现译文", "转载声明", "轉載聲明",
    "转载说明", "转载须知", "本站声明", "本站文章", "本站所有", "本网站", "本網站", "凡本网注明", "凡本站",
    "来稿请", "來稿請", "本文版权", "本文版權", "本文原标题", "本文章", "本作品采用", "本作品採用",
    "本著作係採用", "著作权归", "著作權歸", "（c）", "Unless stated otherwise", "This article was originally",
    "This article originally appeared", "This story was originally", "This work is licensed", "Republished", "Reprinted with permission",
    "This article may be re", "This text may be re", "Originally published", "For reprint", "Advertisement", "ADVERTISEMENT", "Sponsored",
    "Powered by", "無断転載", "本サイト", "※無断", "무단전재", "저작권자"};

static const char *const notice_words[] = { /* phrases of notices: one alone says little */
    "不代表本", "不代表", "仅代表作者", "僅代表作者", "仅代表", "版权归", "版權歸", "转载请", "轉載請", "轉載",
    "转载", "注明出处", "註明出處", "注明出處", "注明来源", "侵权", "侵權", "联系我们", "聯繫我們", "未经授权",
    "未經授權", "未经同意", "未經同意", "未经许可", "未經許可", "版权所有", "版權所有", "请勿转载",
    "請勿轉載", "不得转载", "不得轉載", "投资建议", "投資建議", "不构成", "不構成", "投资有风险",
    "投資有風險", "入市", "理财建议", "理財建議", "信息存储", "信息发布平台", "用户上传", "自媒体平台",
    "提供信息发布", "原创编译", "原创翻译", "荣誉推出", "授权", "自动备份", "仅供参考", "僅供參考",
    "仅供查阅", "rights reserved", "uploaded and posted", "information storage", "social media platform", "谨慎", "謹慎", "删除",
    "刪除", "备份", "備份", "学习交流", "译文存在错误", "權利所有", "無断転載", "禁じます", "무단 전재",
    "재배포 금지", "without permission", "be reprinted", "be reproduced", "without the written", "may not be published",
    "are those of the author", "do not necessarily reflect", "does not constitute", "investment advice", "Creative Commons", "CC BY"};

static const char *const registered[] = { /* licences that a page must show */
    "ICP备", "ICP證", "ICP证", "公网安备", "许可证编号", "新闻信息服务许可", "不良信息举报",
    "统一社会信用代码"};

static const char *const terms[] = { /* headers over terms of a magazine */
    "征稿要求", "征稿启事", "徵稿啟事", "投稿须知", "投稿須知", "投稿要求", "稿约", "投稿方式", "投稿指南",
    "版权说明", "版權說明", "转载须知", "转载说明", "轉載須知", "订阅方式", "联系方式", "聯絡方式"};

static const char *const editor[] = { /* editors and proof-readers, before a colon */
    "责任编辑", "責任編輯", "责编", "責編", "编辑", "編輯", "校对", "校對", "校对者", "校對者", "编校", "审核",
    "审校", "审稿", "监制", "監製", "排版", "美编", "值班编辑", "本文编辑", "执行编辑", "执行主编", "主编",
    "總編", "Editor", "Edited by", "Proofreading", "責任校對", "责任校对", "值班主编", "校訂", "核稿", "核稿編輯",
    "编审", "总编", "總編輯", "统筹", "策划", "版式", "视觉", "入力", "校正"};

static const char *const byline[] = { /* authors, sources and dates, before a colon */
    "作者", "文", "图/文", "文/图", "文字", "撰文", "撰稿", "编译", "編譯", "翻译", "翻譯", "译者", "譯者", "記者",
    "记者", "本报记者", "来源", "來源", "稿源", "新闻来源", "文章来源", "信息来源", "出处", "出處", "原文",
    "原文链接", "原文地址", "原文作者", "译文出自", "选题", "已发布", "首发于", "via", "Via", "Source", "Author", "By",
    "发布时间", "發布時間", "發佈時間", "日期", "更新时间", "发布日期", "发表时间", "Written by", "Date", "Posted",
    "編審", "圖", "摄影", "攝影", "图", "图源", "圖源", "供图", "视频", "剪辑", "作　者", "作 者", "来　源", "来 源",
    "口述", "整理", "采写", "採訪", "采访", "採訪撰文", "文、图", "文圖", "文·图", "撰稿人", "通讯员",
    "本文永久链接", "永久链接", "本文链接", "本文地址", "Posted by", "Published by", "Words", "Reporting", "Translated by",
    "Translation", "Photographs", "文責"};

static const char *const byline_starts[] = { /* bylines without a colon */
    "By ", "BY ", "作者 ", "原创：", "原文[", "原文 [", "本文作者"};

static const char *const time_labels[] = { /* dates, before a colon */
    "发布时间", "發布時間", "發佈時間", "发表时间", "發表時間", "更新时间", "更新時間", "最后更新",
    "最後更新", "最后更新时间", "最後更新時間", "更新日期", "发布日期", "發布日期", "發佈日期", "日期",
    "更新于", "发布于", "发表于", "發表於", "發佈於", "Date", "Published", "Updated", "Last updated", "Last modified",
    "公開日", "更新日", "입력", "수정"};

static const char *const time_starts[] = { /* dates without a colon */
    "更新于 ", "发布于 ", "发表于 ", "發表於 ", "發佈於 ", "Published ", "Updated ", "Last updated ", "Posted on "};

static const char *const about_author[] = { /* who the author is, in one line */
    "作者系", "作者为", "作者為", "作者是", "作者係", "作者单位", "作者單位", "作者簡介", "作者简介",
    "关于作者", "關於作者", "撰稿人系", "译者系", "The author is", "The writer is", "About the author"};

static const char *const biography[] = { /* headers over a biography */
    "作者简介", "作者簡介", "关于作者", "關於作者", "译者简介", "About the author", "About the Author", "About the authors",
    "本文作者简介"};

static const char *const reporter[] = { /* a post before a name */
    "本报记者 ", "本報記者 ", "本刊记者 ", "本网记者 ", "记者 ", "記者 ", "特约记者 ", "实习记者 "};

static const char *const agency[] = { /* parts of the names of agencies and outlets */
    "社", "网", "網", "报", "報", "客户端", "客戶端", "电视台", "電視台", "通讯", "截图", "截圖", "资料", "資料",
    "图源", "圖源", "来源", "來源", "供图", "供圖", "摄", "攝", "图片", "圖片", "视觉", "Getty", "AFP", "Reuters", "AP",
    "Xinhua", "Shutterstock"};

static const char *const caption[] = { /* how a caption begins */
    "图为", "圖為", "图：", "圖：", "图片来源", "圖片來源", "图片说明", "圖片說明", "资料图", "資料圖", "▲",
    "△", "图源", "圖源", "图注：", "图说：", "圖說：", "Photo:", "Image:", "配图", "题图", "摄影：", "封面图",
    "（题图", "（配图", "（封面图", "（图片来源", "照片来源", "照片來源", "(题图", "Photograph:", "Photo by ",
    "Image credit", "Photo credit"};

static const char *const caption_nouns[] = { /* sources that end a caption */
    "公众号", "公眾號", "截图", "截圖", "微博", "官网", "官網", "网站", "網站", "新华社", "新華社", "路透社",
    "法新社", "美联社", "美聯社", "中新社", "视觉中国", "視覺中國", "东方IC", "资料图", "資料圖", "图源网络",
    "供图", "供圖", "推特", "社交媒体", "社群媒體"};

static const char *const reading[] = { /* counts of readers and minutes */
    "阅读 ", "阅读：", "阅读:", "閱讀：", "浏览：", "浏览:", "浏览次数", "瀏覽次數", "阅读量", "阅读数",
    "点击：", "Reading time", "阅读时间", "閱讀時間", "预计阅读", "字数：", "字數：", "本文共", "全文共", "全文约"};

static const char *const wire[] = { /* how the text of an agency begins */
    "新华社", "新華社", "中新社", "中新网", "本报", "本報", "新华网", "人民网", "央视网", "中央社", "法新社",
    "路透社", "美联社", "据新华社", "（中央社", "（新华社", "〔记者", "〔記者", "【本报讯", "本台"};

static const char *const promo[] = { /* words of promotion */
    "订阅", "訂閱", "关注", "關注", "追蹤", "公众号", "公眾號", "微信号", "扫码", "掃碼", "二维码", "二維碼",
    "加入", "会员", "會員", "訂戶", "订户", "月費", "月费", "赞助", "贊助", "捐款", "捐助", "打赏", "支持我",
    "支持本", "支持團隊", "感謝支持", "入群", "进群", "加群", "点赞", "按讚", "在看", "转发", "轉發", "分享",
    "三连", "星标", "收藏", "推送", "APP", "App", "客户端", "下载", "下載", "购买", "購買", "优惠", "優惠", "立减",
    "報名", "报名", "课程", "咨询", "諮詢", "添加", "回复", "长按", "識別", "识别", "頻道", "频道", "電子報",
    "通訊", "社区", "專欄", "专栏", "newsletter", "Newsletter", "Subscribe", "subscribe", "Follow", "follow", "sign up", "Sign up",
    "donate", "Donate", "member", "Patreon", "patreon", "PayPal", "http"};

static const char *const address[] = { /* words that speak to the reader */
    "我们", "我們", "你", "您", "请", "請", "欢迎", "歡迎", "大家", "本公众号", "各位", "立即", " us ", " our ", "your ",
    "you ", "Please", "please"};

static const char *const call[] = { /* what a call asks for */
    "点赞", "在看", "按讚", "扫码", "长按", "关注我们", "关注公众号", "關注我們", "转发", "三连", "阅读原文"};

static yl_status make_trade(yl_ctx *ctx, void **out) {
#define LIST(k, a) [k] = {a, sizeof(a) / sizeof *(a)}
  static const yl_phrase_list lists[YL_T_N] = {
      LIST(YL_T_RELATED, related), LIST(YL_T_RELATED_WORD, related_word), LIST(YL_T_NAV_WHOLE, nav_whole),
      LIST(YL_T_NAV_STARTS, nav_starts), LIST(YL_T_NAV_WEAK, nav_weak), LIST(YL_T_SECTIONS, sections),
      LIST(YL_T_COMMENT_TOPIC, comment_topic), LIST(YL_T_COMMENT_ACT, comment_act),
      LIST(YL_T_COMMENT_WHOLE, comment_whole), LIST(YL_T_REPLY, reply), LIST(YL_T_RANKING, ranking),
      LIST(YL_T_NOTICE_STARTS, notice_starts), LIST(YL_T_NOTICE_WORDS, notice_words),
      LIST(YL_T_REGISTERED, registered), LIST(YL_T_TERMS, terms), LIST(YL_T_EDITOR, editor), LIST(YL_T_BYLINE, byline),
      LIST(YL_T_BYLINE_STARTS, byline_starts), LIST(YL_T_TIME_LABELS, time_labels),
      LIST(YL_T_TIME_STARTS, time_starts), LIST(YL_T_ABOUT_AUTHOR, about_author), LIST(YL_T_BIOGRAPHY, biography),
      LIST(YL_T_REPORTER, reporter), LIST(YL_T_AGENCY, agency), LIST(YL_T_CAPTION, caption),
      LIST(YL_T_CAPTION_NOUNS, caption_nouns), LIST(YL_T_READING, reading), LIST(YL_T_WIRE, wire),
      LIST(YL_T_PROMO, promo), LIST(YL_T_ADDRESS, address), LIST(YL_T_CALL, call)};
#undef LIST
  yl_phrases *w = NULL;
  yl_status rc = yl_phrases_new(ctx, lists, YL_T_N, &w);
  *out = w;
  return rc;
}

static void free_trade(yl_ctx *ctx, void *p) { yl_phrases_free(ctx, p); }

yl_status yl_marks_get(yl_ctx *ctx, const yl_phrases **out) {
  void *p = NULL;
  yl_status rc = yl_slot_get(ctx, YL_SLOT_MARKS, make_trade, free_trade, &p);
  *out = p;
  return rc;
}
