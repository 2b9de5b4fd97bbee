<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>Exporter Desk {version}</source>
        <translation>出口单证台 {version}</translation>
    </message>
    <message>
        <source>It prepares the papers of a shipment on this computer. It files, signs, seals and pays nothing, and is no legal or tax advice.</source>
        <translation>本程序只在这台电脑上帮助准备一票货的单证，不代办申报、签字、盖章或付款，也不构成法律或税务意见。</translation>
    </message>
    <message>
        <source>Proprietary software; the papers that it makes are yours. Qt and PySide6 are used under the LGPL version 3 and may be replaced. All licence texts lie in the folder of the program.</source>
        <translation>专有软件；由它生成的单证归你使用。Qt 和 PySide6 按 LGPL 第 3 版使用，可以替换。全部许可文本在程序文件夹里。</translation>
    </message>
    <message>
        <source>Program folder</source>
        <translation>程序文件夹</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Versions of all parts</source>
        <translation>各部分的版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Look further</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>About Exporter Desk</source>
        <translation>关于出口单证台</translation>
    </message>
</context>
<context>
    <name>Archive</name>
    <message>
        <source>One zip: a folder for each shipment, the list of papers kept, all digests.</source>
        <translation>写成一个 zip：每票一个文件夹，有备案单证目录和全部校验值。</translation>
    </message>
    <message>
        <source>The period may also be a quarter such as 2026-Q4, or a year.</source>
        <translation>上面也可以填季度（如 2026-Q4）或一年。</translation>
    </message>
    <message>
        <source>Archive this period</source>
        <translation>按期归档</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Archiving</source>
        <translation>正在归档</translation>
    </message>
    <message>
        <source>Stopped. No archive was written.</source>
        <translation>已停止，没有写归档。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>SHA-256 {digest}…</source>
        <translation>SHA-256 {digest}…</translation>
    </message>
    <message>
        <source>A4 pages: {count}, {size}</source>
        <translation>A4 {count} 页，{size}</translation>
    </message>
    <message>
        <source>Looking at the files</source>
        <translation>正在查看文件</translation>
    </message>
    <message>
        <source>The pages of a scan are shown here.</source>
        <translation>扫描件的页面显示在这里。</translation>
    </message>
    <message>
        <source>Attach scans</source>
        <translation>附上扫描件</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>Making pages of {file}</source>
        <translation>正在整理 {file}</translation>
    </message>
    <message>
        <source>Turning the pages</source>
        <translation>正在旋转页面</translation>
    </message>
    <message>
        <source>Attaching {file}</source>
        <translation>正在附上 {file}</translation>
    </message>
    <message>
        <source>{file} is attached.</source>
        <translation>已附上 {file}。</translation>
    </message>
    <message>
        <source>This did not work. What was attached before is as it was.</source>
        <translation>没有做成。以前附上的都没有变。</translation>
    </message>
    <message>
        <source>{file} was removed. Undo brings it back for 30 days.</source>
        <translation>已移除 {file}，30 天内可以撤销。</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
    </message>
    <message>
        <source>A copy is {place}.</source>
        <translation>副本已存到 {place}。</translation>
    </message>
    <message>
        <source>Saving a copy</source>
        <translation>正在另存副本</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Paper that is attached</source>
        <translation>附的是哪份单证</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>单证</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Nothing is attached yet. Choose the paper, then attach a scan or drop it here.</source>
        <translation>还没有附件。先选单证，再附上扫描件，也可以把文件拖到这里。</translation>
    </message>
    <message>
        <source>Attach a scan …</source>
        <translation>附上扫描件…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save a copy …</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Not attached yet: {file}. Look at the pages first.</source>
        <translation>还没有附上：{file}。请先看看页面是否清楚。</translation>
    </message>
    <message>
        <source>Attach these pages</source>
        <translation>附上这些页面</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右转</translation>
    </message>
    <message>
        <source>Do not attach</source>
        <translation>不附</translation>
    </message>
    <message>
        <source>Figures on this scan</source>
        <translation>这份扫描件上的数</translation>
    </message>
    <message>
        <source>Type them to compare</source>
        <translation>录几个数来核对</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Total amount</source>
        <translation>总金额</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Gross weight (kg)</source>
        <translation>毛重（千克）</translation>
    </message>
    <message>
        <source>Net weight (kg)</source>
        <translation>净重（千克）</translation>
    </message>
</context>
<context>
    <name>Backup</name>
    <message>
        <source>{kind} · of another computer</source>
        <translation>{kind} · 别的电脑写的</translation>
    </message>
    <message>
        <source>{kind} · second place</source>
        <translation>{kind} · 第二个位置</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>每日</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Before a change</source>
        <translation>改动之前</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>另存的</translation>
    </message>
    <message>
        <source>Writing a backup</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>The backup is written, opened again and checked: {count} shipments, {size}.</source>
        <translation>备份已写好，并重新打开检查过：{count} 票业务，{size}。</translation>
    </message>
    <message>
        <source>The data was read through: it is sound.</source>
        <translation>数据已从头检查，未发现问题。</translation>
    </message>
    <message>
        <source>Reading the data through</source>
        <translation>正在检查数据</translation>
    </message>
    <message>
        <source>The shipments are sound, but attached files are missing or changed: {files}.</source>
        <translation>业务数据完好，但有附件缺失或已经变了：{files}。</translation>
    </message>
    <message>
        <source>Folder or stick for the second copy</source>
        <translation>放第二份的文件夹或U盘</translation>
    </message>
    <message>
        <source>Backups (*.exdb *.sealed)</source>
        <translation>备份 (*.exdb *.sealed)</translation>
    </message>
    <message>
        <source>A backup to restore</source>
        <translation>要恢复的备份</translation>
    </message>
    <message>
        <source>Looking into the backup</source>
        <translation>正在查看备份</translation>
    </message>
    <message>
        <source>“{name}” is sound: {count} shipments, last changed {day}. It replaces the {present} shipments of now; they are saved first.</source>
        <translation>“{name}”完好：{count} 票业务，最后改动 {day}。它会代替现在的 {present} 票业务；现在的先另存一份。</translation>
    </message>
    <message>
        <source>Restore it</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>The backup is in its place. What was there before is kept as {name}.</source>
        <translation>备份已放回。原来的数据另存为 {name}。</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>最近的备份</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份份数</translation>
    </message>
    <message>
        <source>Backups, newest first</source>
        <translation>全部备份，最新的在前</translation>
    </message>
    <message>
        <source>No second place: a broken disk would take data and backups with it.</source>
        <translation>没有第二个位置：硬盘坏了，数据和备份会一起丢。</translation>
    </message>
    <message>
        <source>Second copy goes to {folder}.</source>
        <translation>第二份写到 {folder}。</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Restore from a file …</source>
        <translation>从文件恢复…</translation>
    </message>
    <message>
        <source>Check the data</source>
        <translation>检查数据</translation>
    </message>
    <message>
        <source>Choose the second place …</source>
        <translation>选择第二个位置…</translation>
    </message>
    <message>
        <source>No second copy</source>
        <translation>不写第二份</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The data could not be opened again.</source>
        <translation>数据没能重新打开。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>This did not work. The data is unchanged; try again.</source>
        <translation>没有做成，数据没有变。请再试一次。</translation>
    </message>
    <message>
        <source>Not the same as before.</source>
        <translation>两次输入不一样。</translation>
    </message>
    <message>
        <source>Sealed backup</source>
        <translation>加密备份</translation>
    </message>
    <message>
        <source>Writing a sealed backup</source>
        <translation>正在写加密备份</translation>
    </message>
    <message>
        <source>“{name}” is written and was opened again. Print {sheet}, write the passphrase on it, keep it apart.</source>
        <translation>“{name}”已写好并重新打开过。请打印 {sheet}，把密码写在上面，与备份分开放。</translation>
    </message>
    <message>
        <source>This computer has no place to keep a passphrase.</source>
        <translation>这台电脑没有可以记住密码的地方。</translation>
    </message>
    <message>
        <source>Opening the sealed backup</source>
        <translation>正在打开加密备份</translation>
    </message>
    <message>
        <source>Under a passphrase</source>
        <translation>加密备份</translation>
    </message>
    <message>
        <source>For sticks and other people&apos;s places. When the passphrase is lost nobody can open it.</source>
        <translation>用于U盘和别人的地方。密码丢失后，谁也打不开。</translation>
    </message>
    <message>
        <source>Passphrase, 8 characters or more</source>
        <translation>密码，8个字符以上</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>再输入一次</translation>
    </message>
    <message>
        <source>Keep it on this computer</source>
        <translation>在本机记住密码</translation>
    </message>
    <message>
        <source>Sealed backup …</source>
        <translation>加密备份…</translation>
    </message>
    <message>
        <source>All shipments {day}.zip</source>
        <translation>全部业务 {day}.zip</translation>
    </message>
    <message>
        <source>All shipments as one zip</source>
        <translation>全部业务写成一个 zip</translation>
    </message>
    <message>
        <source>Exporting all shipments</source>
        <translation>正在导出全部业务</translation>
    </message>
    <message>
        <source>{count} shipments are in {name}, {size}.</source>
        <translation>{count} 票业务已写入 {name}，{size}。</translation>
    </message>
    <message>
        <source>{count} things could not be put in; first: {first}</source>
        <translation>有 {count} 处没能放进去，第一处：{first}</translation>
    </message>
    <message>
        <source>Everything as files</source>
        <translation>全部导出为文件</translation>
    </message>
    <message>
        <source>Each shipment as lists (.xlsx), papers (.pdf) and data; data import reads the zip.</source>
        <translation>每票业务的清单（.xlsx）、单证（.pdf）和数据；用 data import 命令可以再导入。</translation>
    </message>
    <message>
        <source>Export all shipments …</source>
        <translation>导出全部业务…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Stopped. No zip was written.</source>
        <translation>已停止，没有写 zip。</translation>
    </message>
</context>
<context>
    <name>Boxing</name>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Not packed</source>
        <translation>还没装箱</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>In one box</source>
        <translation>每箱数量</translation>
    </message>
    <message>
        <source>Packing</source>
        <translation>包装</translation>
    </message>
    <message>
        <source>L×W×H cm</source>
        <translation>长×宽×高 cm</translation>
    </message>
    <message>
        <source>Gross kg of one</source>
        <translation>单箱毛重 kg</translation>
    </message>
    <message>
        <source>Net kg of one</source>
        <translation>单箱净重 kg</translation>
    </message>
    <message>
        <source>A number above zero belongs here.</source>
        <translation>这里要填大于 0 的数。</translation>
    </message>
    <message>
        <source>how many</source>
        <translation>每箱几件</translation>
    </message>
    <message>
        <source>{count} boxes</source>
        <translation>{count} 箱</translation>
    </message>
    <message>
        <source>Boxes this makes</source>
        <translation>会分成这些箱</translation>
    </message>
    <message>
        <source>Type how many go into one box.</source>
        <translation>填每箱装多少，下面就会列出箱子。</translation>
    </message>
    <message>
        <source>A box with the rest gets no weight: weigh it, or leave it open.</source>
        <translation>零头箱不填重量：过磅后再填，或者先空着。</translation>
    </message>
    <message>
        <source>the rest</source>
        <translation>零头箱</translation>
    </message>
    <message>
        <source>Split into boxes</source>
        <translation>自动分箱</translation>
    </message>
    <message>
        <source>How the goods are boxed</source>
        <translation>每种商品怎么装</translation>
    </message>
    <message>
        <source>All goods with a quantity are packed already. To split them anew, delete their rows of the packing list.</source>
        <translation>填了数量的商品都已经装箱。要重新分箱，先删掉装箱单里的那几行。</translation>
    </message>
    <message>
        <source>Weights and sizes are those of one full box; what you do not know stays open.</source>
        <translation>重量和尺寸都是一个满箱的；不知道的先空着。</translation>
    </message>
    <message>
        <source>Box numbers</source>
        <translation>箱号</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>箱数</translation>
    </message>
    <message>
        <source>Take these boxes</source>
        <translation>采用这些箱</translation>
    </message>
</context>
<context>
    <name>CaseFacts</name>
    <message>
        <source>Seller</source>
        <translation>卖方</translation>
    </message>
    <message>
        <source>Consignee</source>
        <translation>收货</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>成交</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Gross weight</source>
        <translation>毛重</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>体积</translation>
    </message>
    <message>
        <source>Not filled in</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>total not filled in</source>
        <translation>总价未填</translation>
    </message>
    <message>
        <source>{count} packages</source>
        <translation>{count} 件</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>{count} 行商品</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>估算</translation>
    </message>
</context>
<context>
    <name>CaseForm</name>
    <message>
        <source>estimate</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>not filled in</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>no name yet</source>
        <translation>还没有名称</translation>
    </message>
    <message>
        <source>Terms, contract and invoice</source>
        <translation>成交、合同与发票</translation>
    </message>
    <message>
        <source>Route and marks</source>
        <translation>运输与唛头</translation>
    </message>
    <message>
        <source>Parties</source>
        <translation>往来方</translation>
    </message>
    <message>
        <source>Details and declaration elements of a line</source>
        <translation>商品细项与申报要素</translation>
    </message>
    <message>
        <source>Files that the broker&apos;s program imports</source>
        <translation>报关行软件要导入的文件</translation>
    </message>
    <message>
        <source>Add a party</source>
        <translation>加一个往来方</translation>
    </message>
    <message>
        <source>Remove this party</source>
        <translation>删这一个</translation>
    </message>
    <message>
        <source>seller</source>
        <translation>卖方</translation>
    </message>
    <message>
        <source>producer</source>
        <translation>生产商</translation>
    </message>
    <message>
        <source>buyer</source>
        <translation>买方</translation>
    </message>
    <message>
        <source>consignee</source>
        <translation>收货人</translation>
    </message>
    <message>
        <source>notify party</source>
        <translation>通知人</translation>
    </message>
    <message>
        <source>supplier</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>customs broker</source>
        <translation>报关行</translation>
    </message>
    <message>
        <source>forwarder</source>
        <translation>货代</translation>
    </message>
    <message>
        <source>overseas warehouse</source>
        <translation>海外仓</translation>
    </message>
    <message>
        <source>payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>集装箱</translation>
    </message>
    <message>
        <source>Add a container</source>
        <translation>增加集装箱</translation>
    </message>
    <message>
        <source>Remove no. {number}</source>
        <translation>去掉第 {number} 个</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>Home</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Undone: {step}</source>
        <translation>已撤销：{step}</translation>
    </message>
    <message>
        <source>Done again: {step}</source>
        <translation>已恢复：{step}</translation>
    </message>
    <message>
        <source>Saved. Every entry is saved at once.</source>
        <translation>已保存。每一项填好就自动保存。</translation>
    </message>
    <message>
        <source>Shipment without a name</source>
        <translation>还没起名的业务</translation>
    </message>
    <message>
        <source>Looking at the other shipments</source>
        <translation>正在看其他业务</translation>
    </message>
</context>
<context>
    <name>Cases</name>
    <message>
        <source>Shipments</source>
        <translation>全部业务</translation>
    </message>
    <message>
        <source>{count} shipments</source>
        <translation>{count} 票</translation>
    </message>
    <message>
        <source>Nothing found. Try a shorter word, or other filters.</source>
        <translation>没有找到。可以换一个短一点的词，或者换筛选条件。</translation>
    </message>
    <message>
        <source>The recycle bin is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>Enter takes a shipment back · what lies here for 30 days is removed for good</source>
        <translation>Enter 取回 · 在这里放满 30 天的业务会彻底删除</translation>
    </message>
    <message>
        <source>Enter opens · right-click for more · Delete moves to the recycle bin</source>
        <translation>Enter 打开 · 右键更多操作 · Delete 移到回收站</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>Any country</source>
        <translation>全部国家</translation>
    </message>
    <message>
        <source>In work</source>
        <translation>业务</translation>
    </message>
    <message>
        <source>Recycle bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>国家</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Hide the figures</source>
        <translation>收起数</translation>
    </message>
    <message>
        <source>Show the figures</source>
        <translation>看图里的数</translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message>
        <source>Checking …</source>
        <translation>正在核对…</translation>
    </message>
    <message>
        <source>Checked at {time}</source>
        <translation>核对于 {time}</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>to confirm</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>hints</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>{count} checks found no problem.</source>
        <translation>{count} 项核对未发现问题。</translation>
    </message>
    <message>
        <source>Nothing of this kind. Press a counter above to show more.</source>
        <translation>没有这一类。按上面的计数可以显示其他的。</translation>
    </message>
    <message>
        <source>Go to it</source>
        <translation>跳到</translation>
    </message>
    <message>
        <source>{place} and {more} more</source>
        <translation>{place} ，另有 {more} 处</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新核对</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>核对结果</translation>
    </message>
    <message>
        <source>“Passed” only says that this check found nothing.</source>
        <translation>“通过”只表示这一项核对没有发现问题。</translation>
    </message>
    <message>
        <source>What stands there now</source>
        <translation>现在填的是</translation>
    </message>
    <message>
        <source>How to put it right</source>
        <translation>怎么改</translation>
    </message>
    <message>
        <source>About {code}</source>
        <translation>{code} 说明</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>not known (said so)</source>
        <translation>答过“不清楚”</translation>
    </message>
    <message>
        <source>(estimate)</source>
        <translation>（估算）</translation>
    </message>
    <message>
        <source>not filled in</source>
        <translation>未填</translation>
    </message>
</context>
<context>
    <name>CostAnswers</name>
    <message>
        <source>Computing</source>
        <translation>正在算</translation>
    </message>
    <message>
        <source>Simulating the risks</source>
        <translation>正在模拟风险</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停下</translation>
    </message>
    <message>
        <source>{done} of {of} draws</source>
        <translation>{of} 次中的 {done} 次</translation>
    </message>
    <message>
        <source>Figure, amounts in {currency}</source>
        <translation>数（金额都是 {currency}）</translation>
    </message>
    <message>
        <source>Writing the file</source>
        <translation>正在写文件</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Simulate the risks</source>
        <translation>模拟风险</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停下</translation>
    </message>
    <message>
        <source>One page as PDF</source>
        <translation>一页 PDF</translation>
    </message>
    <message>
        <source>Full calculation as PDF</source>
        <translation>全部计算 PDF</translation>
    </message>
    <message>
        <source>Workbook with formulas</source>
        <translation>带公式的表格</translation>
    </message>
    <message>
        <source>Does it pay</source>
        <translation>这票赚不赚</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>数</translation>
    </message>
    <message>
        <source>The computation did not finish. What was typed is saved.</source>
        <translation>没有算完。填的内容都已保存。</translation>
    </message>
</context>
<context>
    <name>Costs</name>
    <message>
        <source>No rate card: own lines</source>
        <translation>不用费用表，自己填费用行</translation>
    </message>
    <message>
        <source>1 {currency} in {reporting}</source>
        <translation>1 {currency} 合 {reporting}</translation>
    </message>
    <message>
        <source>Not answered yet</source>
        <translation>还没有回答</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Currency of the result</source>
        <translation>结果用的币种</translation>
    </message>
    <message>
        <source>Leaves on</source>
        <translation>起运日期</translation>
    </message>
    <message>
        <source>In the warehouse on</source>
        <translation>入仓日期</translation>
    </message>
    <message>
        <source>Sold out in days</source>
        <translation>几天卖完</translation>
    </message>
    <message>
        <source>Returns %</source>
        <translation>退货率 %</translation>
    </message>
    <message>
        <source>Days until a return</source>
        <translation>几天后退回</translation>
    </message>
    <message>
        <source>Cost of capital % a year</source>
        <translation>资金成本 % / 年</translation>
    </message>
    <message>
        <source>Selling price of one</source>
        <translation>每件售价</translation>
    </message>
    <message>
        <source>Currency of the price</source>
        <translation>售价币种</translation>
    </message>
    <message>
        <source>VAT in the price %</source>
        <translation>售价含增值税 %</translation>
    </message>
    <message>
        <source>Rate card</source>
        <translation>费用表</translation>
    </message>
    <message>
        <source>Estimate with these</source>
        <translation>按这些估算</translation>
    </message>
    <message>
        <source>No estimate now</source>
        <translation>先不估算</translation>
    </message>
    <message>
        <source>Type charges of my own</source>
        <translation>自己填费用行</translation>
    </message>
    <message>
        <source>What is left blank stays unknown: the result then says what it waits for.</source>
        <translation>空着的就当不知道，结果里会写还等着什么。</translation>
    </message>
    <message>
        <source>Type a day like 2026-12-18.</source>
        <translation>请填日期，例如 2026-12-18。</translation>
    </message>
    <message>
        <source>Type a currency of three letters like USD.</source>
        <translation>请填三个字母的币种，例如 USD。</translation>
    </message>
    <message>
        <source>Type a whole number like 90.</source>
        <translation>请填整数，例如 90。</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>计入</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>不计</translation>
    </message>
    <message>
        <source>Type a number like 38.5.</source>
        <translation>请填数字，例如 38.5。</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不能算</translation>
    </message>
    <message>
        <source>computed</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>an input is missing</source>
        <translation>还缺输入</translation>
    </message>
    <message>
        <source>{count} lines are estimates</source>
        <translation>含 {count} 个估算</translation>
    </message>
    <message>
        <source>Total {currency}</source>
        <translation>合计 {currency}</translation>
    </message>
    <message>
        <source>Stopped. The figures are not those of what is typed now.</source>
        <translation>已停下。现在看到的数不是按刚填的算的。</translation>
    </message>
    <message>
        <source>Stopped. Nothing is computed yet.</source>
        <translation>已停下，还没有算。</translation>
    </message>
    <message>
        <source>The costs could not be computed. What was typed is saved.</source>
        <translation>费用没有算出来。填的都已保存。</translation>
    </message>
    <message>
        <source>The goods do not go through an overseas warehouse, so no estimate is needed.</source>
        <translation>货物不经过海外仓，不用估算。</translation>
    </message>
    <message>
        <source>How the goods travel is not said yet. An estimate can be begun all the same.</source>
        <translation>还没有说明货物怎么走。也可以先开始估算。</translation>
    </message>
    <message>
        <source>No estimate yet. Choose a rate card and type a few inputs; a range comes out.</source>
        <translation>还没有估算。选一张费用表，填几项，就能得出一个区间。</translation>
    </message>
    <message>
        <source>Each piece sold, {currency}</source>
        <translation>每售出一件 {currency}</translation>
    </message>
    <message>
        <source>cannot be given yet</source>
        <translation>现在还不能算</translation>
    </message>
    <message>
        <source>{factor}, usual range</source>
        <translation>{factor}（经验范围）</translation>
    </message>
    <message>
        <source>estimate</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>and {count} more in the check report</source>
        <translation>另有 {count} 条见核对结果</translation>
    </message>
    <message>
        <source>Nothing that is known of.</source>
        <translation>暂时没有。</translation>
    </message>
    <message>
        <source>Whole shipment</source>
        <translation>整票</translation>
    </message>
    <message>
        <source>Nothing was computed.</source>
        <translation>没有算。</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 项</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>少显示</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>明细</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Does it pay</source>
        <translation>这票赚不赚</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>How it is computed</source>
        <translation>怎么算</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Likely</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Could still move the total</source>
        <translation>还会让合计变动的</translation>
    </message>
    <message>
        <source>Not included</source>
        <translation>没有算进去</translation>
    </message>
    <message>
        <source>Begin an estimate</source>
        <translation>开始估算</translation>
    </message>
    <message>
        <source>{count} rate cards</source>
        <translation>{count} 张费用表</translation>
    </message>
    <message>
        <source>{count} to check</source>
        <translation>有 {count} 处要核对</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>数</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Nothing is kept yet. “Write into ‘Does it pay’” keeps the estimate as it is now, to compare with.</source>
        <translation>还没有写入过测算。点“写入这票赚不赚”会留下现在的测算，以后可以比较。</translation>
    </message>
    <message>
        <source>The estimate is being computed.</source>
        <translation>正在算。</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>和哪一次比</translation>
    </message>
    <message>
        <source>What is different</source>
        <translation>哪里不一样</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>那时</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Written down as {name}. Later changes are shown under “Compare”.</source>
        <translation>已写入，名称 {name}。以后改了什么，在“比较”里看。</translation>
    </message>
    <message>
        <source>Print one page</source>
        <translation>打印一页</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>正在打印</translation>
    </message>
    <message>
        <source>The page was not printed.</source>
        <translation>这一页没有打印出来。</translation>
    </message>
    <message>
        <source>Write into “Does it pay”</source>
        <translation>写入“这票赚不赚”</translation>
    </message>
    <message>
        <source>Pages sent to the printer: {count}</source>
        <translation>已送到打印机：{count} 页</translation>
    </message>
    <message>
        <source>Computing the costs</source>
        <translation>正在算费用</translation>
    </message>
    <message>
        <source>Not counted yet:</source>
        <translation>还没有算进去：</translation>
    </message>
    <message>
        <source>There is no exchange rate yet for {currencies}: type it among the inputs.</source>
        <translation>{currencies} 还没有汇率：请回到填写那一页补上。</translation>
    </message>
    <message>
        <source>One charge a row; it counts together with those of the rate card. Free days: add a step, type the days as its limit and 0 as its price. F4 shows the words of a cell.</source>
        <translation>一项费用填一行，和费用表里的费用一起算。有免费天数的，加一档：上限填天数，单价填 0。按 F4 可以看这一格能填哪些词。</translation>
    </message>
    <message>
        <source>Add a charge</source>
        <translation>加一行费用</translation>
    </message>
    <message>
        <source>Back to the inputs</source>
        <translation>回到填写</translation>
    </message>
    <message>
        <source>Own charges</source>
        <translation>自己的费用行</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
</context>
<context>
    <name>Country</name>
    <message>
        <source>Name or two letters, for example DE</source>
        <translation>名称或两位字母，例如 德国 或 DE</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Looking at the program</source>
        <translation>正在自检</translation>
    </message>
    <message>
        <source>Copied. Read it once more before you send it.</source>
        <translation>已复制。发出去之前请再读一遍。</translation>
    </message>
    <message>
        <source>Self-check of the program</source>
        <translation>程序自检</translation>
    </message>
    <message>
        <source>Versions, counts and codes; nothing of your business. Read it before you send it to anybody.</source>
        <translation>只有版本、数量和代码，没有业务内容。发给别人之前请先读一遍。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再检查一次</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save as text …</source>
        <translation>存为文本…</translation>
    </message>
</context>
<context>
    <name>Earlier</name>
    <message>
        <source>{count} chosen. Quantity, weight and supplier are typed anew.</source>
        <translation>已选 {count} 种。数量、重量和供货人要重新填。</translation>
    </message>
    <message>
        <source>Goods of earlier shipments</source>
        <translation>以前的商品</translation>
    </message>
    <message>
        <source>Search by name, code or article number</source>
        <translation>按品名、编码或货号查找</translation>
    </message>
    <message>
        <source>No other shipment has goods that fit.</source>
        <translation>其他业务里没有符合的商品。</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Other name</source>
        <translation>另一种语言的品名</translation>
    </message>
    <message>
        <source>HS code</source>
        <translation>商品编码</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Last price</source>
        <translation>上次单价</translation>
    </message>
    <message>
        <source>From</source>
        <translation>出自</translation>
    </message>
    <message>
        <source>Add the chosen goods</source>
        <translation>加入所选商品</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>Write the hand-over file</source>
        <translation>写出交接文件</translation>
    </message>
    <message>
        <source>Written: {name}. The other computer reads it on this same page.</source>
        <translation>已写出 {name}。另一台电脑在同一页读入。</translation>
    </message>
    <message>
        <source>A hand-over file</source>
        <translation>交接文件</translation>
    </message>
    <message>
        <source>Merged: {count} places came from the file. Undo takes the merge back.</source>
        <translation>已合并：用了文件里的 {count} 处。撤销可以退回。</translation>
    </message>
    <message>
        <source>Both sides changed</source>
        <translation>两边都改过的地方</translation>
    </message>
    <message>
        <source>From the file: {taken}. To decide: {open}.</source>
        <translation>用文件里的 {taken} 处；还要你定 {open} 处。</translation>
    </message>
    <message>
        <source>what is here</source>
        <translation>这里的</translation>
    </message>
    <message>
        <source>what is in the file</source>
        <translation>文件里的</translation>
    </message>
    <message>
        <source>decide: Enter</source>
        <translation>待定：按回车选</translation>
    </message>
    <message>
        <source>Hand-over file between two computers</source>
        <translation>两台电脑之间的交接文件</translation>
    </message>
    <message>
        <source>Two people work on one shipment on two computers: one writes the file, the other reads it, changes it and writes it back. What each side changed stays; where both changed the same place, you choose.</source>
        <translation>两个人在两台电脑上做同一票货：一边写出文件，另一边读入、修改、再写回来。各自改的都保留；两边都改过的同一处，由你来选。</translation>
    </message>
    <message>
        <source>Write the file for the open shipment …</source>
        <translation>写出当前业务的文件…</translation>
    </message>
    <message>
        <source>Read a file …</source>
        <translation>读入文件…</translation>
    </message>
    <message>
        <source>Keep all that is here</source>
        <translation>全部留这里的</translation>
    </message>
    <message>
        <source>Take all from the file</source>
        <translation>全部用文件里的</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>哪一处</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>这台电脑</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件里</translation>
    </message>
    <message>
        <source>Taken is</source>
        <translation>用哪边</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>Mark as an estimate</source>
        <translation>标为估算</translation>
    </message>
    <message>
        <source>No longer an estimate</source>
        <translation>不再是估算</translation>
    </message>
    <message>
        <source>Put the cursor on a figure first, then press Ctrl+I.</source>
        <translation>先把光标放在一个数上，再按 Ctrl+I。</translation>
    </message>
    <message>
        <source>Only a number that stands in a field can be marked as an estimate (F8).</source>
        <translation>只有填好的数才能标为估算（F8）。</translation>
    </message>
    <message>
        <source>How it is computed</source>
        <translation>怎么算的</translation>
    </message>
    <message>
        <source>Still missing</source>
        <translation>还缺</translation>
    </message>
    <message>
        <source>Computed from</source>
        <translation>用到的数</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>(estimate)</source>
        <translation>（估算）</translation>
    </message>
    <message>
        <source>Where this comes from</source>
        <translation>从哪来</translation>
    </message>
    <message>
        <source>Origin: {kind}</source>
        <translation>来源：{kind}</translation>
    </message>
    <message>
        <source>A value computed from an estimate is itself an estimate.</source>
        <translation>用估算算出来的数，也是估算。</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不能算</translation>
    </message>
    <message>
        <source>estimate</source>
        <translation>估算</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>No company yet</source>
        <translation>还没填本公司</translation>
    </message>
    <message>
        <source>My company</source>
        <translation>我的企业</translation>
    </message>
    <message>
        <source>Not saved yet: Ctrl+S tries again</source>
        <translation>还没存上：按 Ctrl+S 再存</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>已保存 {time}</translation>
    </message>
    <message>
        <source>Backup {time}</source>
        <translation>备份 {time}</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>还没有备份</translation>
    </message>
    <message>
        <source>Rules as of {day}</source>
        <translation>规则截至 {day}</translation>
    </message>
    <message>
        <source>The program met an error. What you typed is saved; go on working or restart.</source>
        <translation>程序出了问题。已填的内容都保存好了，可以继续，也可以重新打开。</translation>
    </message>
    <message>
        <source>Report: {path}</source>
        <translation>报告：{path}</translation>
    </message>
    <message>
        <source>Looking through the shipments</source>
        <translation>正在看各票业务的进度</translation>
    </message>
</context>
<context>
    <name>Goods</name>
    <message>
        <source>Source district</source>
        <translation>货源地</translation>
    </message>
    <message>
        <source>Chinese name</source>
        <translation>中文品名</translation>
    </message>
    <message>
        <source>English name</source>
        <translation>英文品名</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>HS code</source>
        <translation>商品编码</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Cur.</source>
        <translation>币</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>总价</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>原产国</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>{count} to fill in</source>
        <translation>还有 {count} 项未填</translation>
    </message>
    <message>
        <source>Filled in</source>
        <translation>已填</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>{count} boxes</source>
        <translation>{count} 箱</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Packing</source>
        <translation>装箱</translation>
    </message>
    <message>
        <source>Parties and terms</source>
        <translation>往来方与成交</translation>
    </message>
    <message>
        <source>Goods and packing</source>
        <translation>商品与装箱</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>向下填充</translation>
    </message>
    <message>
        <source>Split into boxes by goods</source>
        <translation>按商品自动分箱</translation>
    </message>
    <message>
        <source>F2 edit · F4 list of codes · Ctrl+D fill down · Ctrl+I where from · F8 estimate · Ctrl+Tab out</source>
        <translation>F2 改单元格 · F4 选代码 · Ctrl+D 向下填充 · Ctrl+I 从哪来 · F8 估算 · Ctrl+Tab 离开表格</translation>
    </message>
    <message>
        <source>No goods yet. Add a row, import a list, take earlier goods, or paste rows by Ctrl+V.</source>
        <translation>还没有商品。可以加一行、导入 Excel、从以前的商品里加，或者在 Excel、WPS 里复制几行，到这里按 Ctrl+V。</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>加一行</translation>
    </message>
    <message>
        <source>Remove row</source>
        <translation>删这一行</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Import Excel</source>
        <translation>导入 Excel</translation>
    </message>
    <message>
        <source>Earlier goods</source>
        <translation>以前的商品</translation>
    </message>
    <message>
        <source>Split into boxes</source>
        <translation>自动分箱</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>“{text}” names no goods here. Type a name or row number and a quantity.</source>
        <translation>“{text}”对不上这里的商品。请填品名或行号，再填数量。</translation>
    </message>
    <message>
        <source>Change to {text}</source>
        <translation>改成 {text}</translation>
    </message>
    <message>
        <source>Done, on to: {step}</source>
        <translation>做完了，去{step}</translation>
    </message>
    <message>
        <source>Columns {seen}/{all}</source>
        <translation>列 {seen}/{all}</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>not filled in</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>estimate</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>不能算</translation>
    </message>
</context>
<context>
    <name>GuidedGoods</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Done, to the table</source>
        <translation>做完了，去表格</translation>
    </message>
    <message>
        <source>Line {number} of {all}: {name}</source>
        <translation>第 {number} 行，共 {all} 行：{name}</translation>
    </message>
    <message>
        <source>question {at} of {all}</source>
        <translation>第 {at} 题，共 {all} 题</translation>
    </message>
    <message>
        <source>No goods yet. Add the first line.</source>
        <translation>还没有商品。先加一行。</translation>
    </message>
    <message>
        <source>Why this is asked</source>
        <translation>为什么问这个</translation>
    </message>
    <message>
        <source>What is known of it</source>
        <translation>已经填了的</translation>
    </message>
    <message>
        <source>Add goods</source>
        <translation>再加一种商品</translation>
    </message>
    <message>
        <source>Split into boxes</source>
        <translation>去装箱</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一题</translation>
    </message>
</context>
<context>
    <name>HandOver</name>
    <message>
        <source>Version {number}</source>
        <translation>第 {number} 版</translation>
    </message>
    <message>
        <source>changed since the last hand-over: {parts}</source>
        <translation>上次交付后改动：{parts}</translation>
    </message>
    <message>
        <source>Tick who got the papers.</source>
        <translation>请勾选资料交给了谁。</translation>
    </message>
    <message>
        <source>Note a hand-over</source>
        <translation>记录已交付</translation>
    </message>
    <message>
        <source>Handed to</source>
        <translation>交给</translation>
    </message>
    <message>
        <source>Name of the person or firm</source>
        <translation>对方姓名或单位</translation>
    </message>
    <message>
        <source>On</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Handed over so far</source>
        <translation>以前的交付</translation>
    </message>
    <message>
        <source>Nothing was handed over yet.</source>
        <translation>还没有交付过。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>交给</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名或单位</translation>
    </message>
    <message>
        <source>Noted by</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>记下来</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>This page has no notes.</source>
        <translation>这一页没有说明。</translation>
    </message>
    <message>
        <source>Sources and help</source>
        <translation>依据与说明</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>去那里</translation>
    </message>
</context>
<context>
    <name>InvoiceImport</name>
    <message>
        <source>A list of purchase invoices</source>
        <translation>进项发票清单</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>正在读 {file}</translation>
    </message>
    <message>
        <source>The list could not be read. Nothing was changed.</source>
        <translation>清单没能读出来，什么都没有改。</translation>
    </message>
    <message>
        <source>{count} lines of invoices were added from {file}.</source>
        <translation>从 {file} 加入了 {count} 行发票。</translation>
    </message>
    <message>
        <source>{count} are here already.</source>
        <translation>{count} 行已经有了。</translation>
    </message>
    <message>
        <source>{count} were here without a number and have it now.</source>
        <translation>有 {count} 行原来没有号码，现在补上了。</translation>
    </message>
    <message>
        <source>{count} of void invoices were left out.</source>
        <translation>{count} 行是作废或红冲的发票，没有加入。</translation>
    </message>
    <message>
        <source>{count} suppliers are new.</source>
        <translation>新增 {count} 家供应商。</translation>
    </message>
    <message>
        <source>{count} name no goods of this shipment: fill in the goods line.</source>
        <translation>{count} 行的品名对不上这票的商品，请填“对应商品”。</translation>
    </message>
    <message>
        <source>{count} have no amount and were left out: put it into the list.</source>
        <translation>{count} 行没有金额，没有加入：请在清单里补上。</translation>
    </message>
    <message>
        <source>{count} are of invoices taken back in part: look for the red ones.</source>
        <translation>{count} 行所在的发票被部分红冲：请核对红字发票在不在清单里。</translation>
    </message>
    <message>
        <source>{count} red lines are here: the check report says what each takes off.</source>
        <translation>这里有 {count} 行红字发票，各冲哪一张看核对结果。</translation>
    </message>
    <message>
        <source>{count} cells could not be read and wait in their fields.</source>
        <translation>{count} 格读不懂，原文留在格里等你改。</translation>
    </message>
    <message>
        <source>{count} of them are numbers that the spreadsheet cut: make that column text, export and import again; the lines here get their numbers then.</source>
        <translation>其中 {count} 格是表格丢了末几位的号码：把那一列设成文本，重新导出再导入一次，号码会补到原来的行里。</translation>
    </message>
    <message>
        <source>No list of invoices was found in this file: it needs a line of titles with at least an amount and two more columns, such as number and day. Nothing was changed.</source>
        <translation>这个文件里没有找到发票清单：要有一行标题，至少有“金额”和另外两列，例如发票号码、开票日期。什么都没有改。</translation>
    </message>
    <message>
        <source>The shipment was changed while the list was read; nothing was added. Try again.</source>
        <translation>读清单的时候这票货改过了，没有加入任何行。请再导入一次。</translation>
    </message>
    <message>
        <source>Stopped. Nothing was changed.</source>
        <translation>已停止，什么都没有改。</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Keyboard list</source>
        <translation>键盘一览</translation>
    </message>
    <message>
        <source>Change the cell</source>
        <translation>改单元格</translation>
    </message>
    <message>
        <source>Open the list of choices</source>
        <translation>打开可选列表</translation>
    </message>
    <message>
        <source>Copy, cut, paste; also from and to a spreadsheet</source>
        <translation>复制、剪切、粘贴，也可与电子表格互贴</translation>
    </message>
    <message>
        <source>Copy with the titles</source>
        <translation>连表头一起复制</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>加一行</translation>
    </message>
    <message>
        <source>Remove the row</source>
        <translation>删除一行</translation>
    </message>
    <message>
        <source>Next cell</source>
        <translation>下一格</translation>
    </message>
    <message>
        <source>Leave the table</source>
        <translation>离开表格</translation>
    </message>
    <message>
        <source>Choose the answer with this number</source>
        <translation>选这个编号的答案</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Tick or untick</source>
        <translation>勾选或取消</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Open what is marked</source>
        <translation>打开选中的一项</translation>
    </message>
    <message>
        <source>Open the list of a field</source>
        <translation>打开输入框的可选列表</translation>
    </message>
    <message>
        <source>Put today into a field for a day</source>
        <translation>在日期框里填今天</translation>
    </message>
    <message>
        <source>Close the panel; nothing typed is lost</source>
        <translation>关闭说明栏，已填的不会丢</translation>
    </message>
    <message>
        <source>In a table</source>
        <translation>在表格里</translation>
    </message>
    <message>
        <source>In questions, lists and fields</source>
        <translation>在问题、列表和输入框里</translation>
    </message>
</context>
<context>
    <name>LawAhead</name>
    <message>
        <source>Only the next one</source>
        <translation>只看最近一条</translation>
    </message>
    <message>
        <source>The law changes</source>
        <translation>法规将有变化</translation>
    </message>
    <message>
        <source>All {count} changes</source>
        <translation>全部 {count} 条</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Sources and help</source>
        <translation>依据与说明</translation>
    </message>
    <message>
        <source>Exporter Desk</source>
        <translation>Exporter Desk 出口单证台</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Shipment</source>
        <translation>业务(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Documents</source>
        <translation>单证(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>Trainin&amp;g</source>
        <translation>培训(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>New shipment</source>
        <translation>新建一票货</translation>
    </message>
    <message>
        <source>Find shipment</source>
        <translation>查找业务</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>向下填充</translation>
    </message>
    <message>
        <source>Where this comes from</source>
        <translation>从哪来</translation>
    </message>
    <message>
        <source>Estimate or not</source>
        <translation>标为估算 / 取消估算</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>To-do list</source>
        <translation>办事清单</translation>
    </message>
    <message>
        <source>Hand-over file …</source>
        <translation>交接文件…</translation>
    </message>
    <message>
        <source>Copy as a new shipment</source>
        <translation>复制为新业务</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新核对</translation>
    </message>
    <message>
        <source>Check report</source>
        <translation>核对结果</translation>
    </message>
    <message>
        <source>Question slip</source>
        <translation>询问单</translation>
    </message>
    <message>
        <source>Packet</source>
        <translation>资料袋</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大字号</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小字号</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>恢复字号</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>课堂</translation>
    </message>
    <message>
        <source>Sources and help</source>
        <translation>依据与说明</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>下一个区域</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>上一个区域</translation>
    </message>
    <message>
        <source>Keyboard list</source>
        <translation>键盘一览</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Not covered yet</source>
        <translation>暂未覆盖</translation>
    </message>
    <message>
        <source>Nothing to do on this page now</source>
        <translation>这一页现在没有可做的</translation>
    </message>
</context>
<context>
    <name>ModeResult</name>
    <message>
        <source>Adopt {code}</source>
        <translation>采用 {code}</translation>
    </message>
    <message>
        <source>{count} modes</source>
        <translation>{count} 种</translation>
    </message>
    <message>
        <source>Other modes</source>
        <translation>其他方式</translation>
    </message>
    <message>
        <source>By the answers so far none of these modes applies</source>
        <translation>按现在的回答，这些方式都不适用</translation>
    </message>
    <message>
        <source>Adopted</source>
        <translation>已采用</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续办理</translation>
    </message>
    <message>
        <source>Adopt this mode</source>
        <translation>采用这个方式</translation>
    </message>
    <message>
        <source>No single other answer would change it.</source>
        <translation>单独换一个回答，结论都不变。</translation>
    </message>
    <message>
        <source>All {count} changes</source>
        <translation>全部 {count} 条</translation>
    </message>
    <message>
        <source>Fewer changes</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Save the question slip</source>
        <translation>存询问单</translation>
    </message>
    <message>
        <source>Correct an answer</source>
        <translation>改正回答</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已决定</translation>
    </message>
    <message>
        <source>All modes</source>
        <translation>各种方式</translation>
    </message>
    <message>
        <source>Keep {code}</source>
        <translation>仍采用 {code}</translation>
    </message>
    <message>
        <source>Look at it again</source>
        <translation>请再看一次</translation>
    </message>
    <message>
        <source>Noted: {code}, with the present answers and rules.</source>
        <translation>已记下：{code}，连同现在的回答和规则。</translation>
    </message>
    <message>
        <source>Some answers contradict each other, so nothing is ranked</source>
        <translation>有回答互相矛盾，先不排序</translation>
    </message>
    <message>
        <source>Nothing can be recommended yet: {count} modes are still to be confirmed</source>
        <translation>还不能推荐：{count} 种方式待确认</translation>
    </message>
    <message>
        <source>Source {number}</source>
        <translation>依据 {number}</translation>
    </message>
    <message>
        <source>{step}: conclusion</source>
        <translation>{step}：结果</translation>
    </message>
    <message>
        <source>Your answers</source>
        <translation>你的回答</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则包</translation>
    </message>
    <message>
        <source>{count} sources</source>
        <translation>依据 {count} 条</translation>
    </message>
    <message>
        <source>Save one page about it</source>
        <translation>存一页说明</translation>
    </message>
    <message>
        <source>None of them, ask the broker</source>
        <translation>都不采用，问报关行</translation>
    </message>
    <message>
        <source>Answer the open questions</source>
        <translation>回答剩下的问题</translation>
    </message>
    <message>
        <source>What would change this</source>
        <translation>什么会改变这个结论</translation>
    </message>
    <message>
        <source>Under “What would change this” stand the answers that would open a mode. If all of them are right, ask the broker.</source>
        <translation>“什么会改变这个结论”里写着改哪一个回答就有方式可用；回答都没错的话，请问报关行。</translation>
    </message>
    <message>
        <source>This conclusion only helps to prepare papers; what customs and the tax office answer is what counts.</source>
        <translation>本页结论仅供准备资料，以海关、税务部门答复为准。</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Home</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Shipments</source>
        <translation>全部业务</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>退税</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品库</translation>
    </message>
    <message>
        <source>Parties</source>
        <translation>往来方</translation>
    </message>
    <message>
        <source>Rate cards</source>
        <translation>费用表</translation>
    </message>
    <message>
        <source>Rule packs</source>
        <translation>规则包</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>培训</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Not covered yet</source>
        <translation>暂未覆盖</translation>
    </message>
</context>
<context>
    <name>NewShipment</name>
    <message>
        <source>New shipment</source>
        <translation>新建一票货</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Do not copy</source>
        <translation>不复制，从头开始</translation>
    </message>
    <message>
        <source>One shipment is what leaves the country together. Its questions come one by one.</source>
        <translation>一票货就是一起出口的那一批。接下来一次只问一个问题。</translation>
    </message>
    <message>
        <source>Name of this shipment (may stay empty)</source>
        <translation>给这票货起个名字（可以不填）</translation>
    </message>
    <message>
        <source>Only for finding it again, for example: Oranges → Singapore</source>
        <translation>只是为了以后好找，例如：脐橙 → 新加坡</translation>
    </message>
    <message>
        <source>Copy from</source>
        <translation>复制自</translation>
    </message>
    <message>
        <source>Takes goods, packing and parties; numbers, dates and decisions stay behind.</source>
        <translation>带来商品、装箱和往来方；编号、日期和结论不带。</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>Looking for word of a newer version</source>
        <translation>正在看有没有新版本的消息</translation>
    </message>
    <message>
        <source>There is a newer version of the program, {version}: {text}</source>
        <translation>程序有新版本 {version}：{text}</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>看过了</translation>
    </message>
</context>
<context>
    <name>Packet</name>
    <message>
        <source>scan</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>可出</translation>
    </message>
    <message>
        <source>internal</source>
        <translation>内部资料</translation>
    </message>
    <message>
        <source>for checking</source>
        <translation>核对稿</translation>
    </message>
    <message>
        <source>{count} to fill in</source>
        <translation>{count} 处待确认</translation>
    </message>
    <message>
        <source>The papers are being composed …</source>
        <translation>正在排单证…</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>第 {number} 版</translation>
    </message>
    <message>
        <source>handed over</source>
        <translation>已交付</translation>
    </message>
    <message>
        <source>Tick at least one receiver.</source>
        <translation>至少勾选一个交给谁。</translation>
    </message>
    <message>
        <source>No receiver is ticked.</source>
        <translation>还没有勾选交给谁。</translation>
    </message>
    <message>
        <source>{count} errors are open: drafts are made, every page says so.</source>
        <translation>有 {count} 个错误，生成的是草稿，每页会印“草稿”。</translation>
    </message>
    <message>
        <source>Values are still open: drafts for {receivers}; the pages concerned say so.</source>
        <translation>还有待确认的值，给{receivers}的是草稿，有关的页会印“草稿”。</translation>
    </message>
    <message>
        <source>No open value on these papers.</source>
        <translation>这些单证上没有待确认的值。</translation>
    </message>
    <message>
        <source>{receivers} also gets a folder of upload files, one PDF for each ready paper.</source>
        <translation>给{receivers}另出一个文件夹“上传件”，每种可出的单证一个 PDF。</translation>
    </message>
    <message>
        <source>Where the files go</source>
        <translation>文件存到哪里</translation>
    </message>
    <message>
        <source>Making the PDF files</source>
        <translation>正在生成 PDF</translation>
    </message>
    <message>
        <source>{count} files are in {folder}.</source>
        <translation>{count} 个文件已存到 {folder}。</translation>
    </message>
    <message>
        <source>Not ready, so not among the upload files: {papers}.</source>
        <translation>还不能出、没有放进上传件的：{papers}。</translation>
    </message>
    <message>
        <source>Make PDF files</source>
        <translation>生成 PDF</translation>
    </message>
    <message>
        <source>Go to the packet</source>
        <translation>去资料袋</translation>
    </message>
    <message>
        <source>Import sheets …</source>
        <translation>录入模板…</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Look at each paper: what is ready and what it lacks. Step 8 makes the files.</source>
        <translation>逐份看单证：哪份可用，哪份还缺内容。文件在第 8 步“资料袋”里生成。</translation>
    </message>
    <message>
        <source>Save to USB stick</source>
        <translation>另存到 U 盘</translation>
    </message>
    <message>
        <source>Scans …</source>
        <translation>扫描件…</translation>
    </message>
    <message>
        <source>Note hand-over</source>
        <translation>记录已交付</translation>
    </message>
    <message>
        <source>Make one PDF for each receiver, print it or hand it over, and note who got it.</source>
        <translation>给每个收件方做一份 PDF，可以打印、交出去，并记下交给了谁。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>The papers are still being composed from what stands in the shipment now; no file was written. Press again once the list shows them.</source>
        <translation>单证还在按业务现在的内容编制，这次没有写任何文件。列表出来后再按一次。</translation>
    </message>
    <message>
        <source>Stopped. What was written before is as it was.</source>
        <translation>已停下。以前写好的文件没有动。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>The files could not be made. The shipment is saved.</source>
        <translation>没能生成文件。业务数据已保存，没有受影响。</translation>
    </message>
    <message>
        <source>{count} points are still to be confirmed. The check report lists all; each cover those of its papers.</source>
        <translation>还有 {count} 处待确认。核对结果里全部列出；每份封面列出与它的单证有关的。</translation>
    </message>
    <message>
        <source>Drafts among the files to import: {files}. The check report says why, and what makes them final.</source>
        <translation>导入文件里还是草稿的：{files}。原因和补法见核对报告。</translation>
    </message>
    <message>
        <source>For</source>
        <translation>交给</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>单证</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Papers of the packet</source>
        <translation>资料袋里的单证</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>文件存到</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The preview is being made …</source>
        <translation>正在生成预览…</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>The preview could not be made: {reason}</source>
        <translation>没能生成预览：{reason}</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>整页</translation>
    </message>
    <message>
        <source>Page width</source>
        <translation>页宽</translation>
    </message>
    <message>
        <source>Size of the page</source>
        <translation>页面大小</translation>
    </message>
    <message>
        <source>Print the packet</source>
        <translation>打印资料袋</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>正在打印</translation>
    </message>
    <message>
        <source>Writing to the drive</source>
        <translation>正在写到 U 盘</translation>
    </message>
    <message>
        <source>Which drive</source>
        <translation>选择 U 盘</translation>
    </message>
    <message>
        <source>This did not work. The shipment is saved.</source>
        <translation>没有做成。业务数据已经保存。</translation>
    </message>
    <message>
        <source>{count} pages went to the printer.</source>
        <translation>{count} 页已交给打印机。</translation>
    </message>
    <message>
        <source>{count} files are in {folder}; each was read back and agrees. The drive can be ejected.</source>
        <translation>{count} 个文件在 {folder}，已逐个读回核对，一致。可以安全弹出 U 盘。</translation>
    </message>
    <message>
        <source>These files on the drive are not as they were written: {files}. Use another drive.</source>
        <translation>U 盘上的这些文件和写进去的不一样：{files}。请换一个 U 盘。</translation>
    </message>
</context>
<context>
    <name>Packing</name>
    <message>
        <source>Box from</source>
        <translation>箱号从</translation>
    </message>
    <message>
        <source>Box to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>In one box</source>
        <translation>每箱内装</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>箱数</translation>
    </message>
    <message>
        <source>Packing</source>
        <translation>包装种类</translation>
    </message>
    <message>
        <source>L×W×H cm</source>
        <translation>长×宽×高 cm</translation>
    </message>
    <message>
        <source>Gross kg of one</source>
        <translation>单箱毛重 kg</translation>
    </message>
    <message>
        <source>Net kg of one</source>
        <translation>单箱净重 kg</translation>
    </message>
    <message>
        <source>Volume m³</source>
        <translation>体积 m³</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>集装箱</translation>
    </message>
    <message>
        <source>Allocation</source>
        <translation>分配核对</translation>
    </message>
    <message>
        <source>nothing in it</source>
        <translation>未填内装</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>不能核对</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>对上</translation>
    </message>
    <message>
        <source>Type a goods name or row number and how many are in one box, for example 1×2.</source>
        <translation>请填品名或行号，再填一箱里装几个，例如 1×2。</translation>
    </message>
    <message>
        <source>{count} too many</source>
        <translation>多 {count}</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>少 {count}</translation>
    </message>
</context>
<context>
    <name>Packs</name>
    <message>
        <source>Rules of the program</source>
        <translation>程序自带的规则</translation>
    </message>
    <message>
        <source>with the program</source>
        <translation>随程序发布</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>key not trusted</source>
        <translation>密钥不受信任</translation>
    </message>
    <message>
        <source>put aside</source>
        <translation>已放到一边</translation>
    </message>
    <message>
        <source>expired, in use</source>
        <translation>已到期，仍在用</translation>
    </message>
    <message>
        <source>Fetching the pack</source>
        <translation>正在取规则包</translation>
    </message>
    <message>
        <source>The pack could not be fetched. Nothing changed.</source>
        <translation>规则包没能取到，什么都没有变。</translation>
    </message>
    <message>
        <source>Address of packs (empty: the program does not use the network)</source>
        <translation>取规则包的地址（空着就不联网）</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>去取</translation>
    </message>
    <message>
        <source>User of the proxy</source>
        <translation>代理用户名</translation>
    </message>
    <message>
        <source>Password (only the credential store keeps it)</source>
        <translation>密码（只存在系统凭据库）</translation>
    </message>
    <message>
        <source>Keep it and fetch</source>
        <translation>记住并去取</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Do not take it</source>
        <translation>不采用</translation>
    </message>
    <message>
        <source>Trust this key</source>
        <translation>信任这把密钥</translation>
    </message>
    <message>
        <source>Number of the key, as the publisher told you</source>
        <translation>密钥编号（照发布人告诉你的填）</translation>
    </message>
    <message>
        <source>Shipment</source>
        <translation>一票货</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>With the pack</source>
        <translation>采用以后</translation>
    </message>
    <message>
        <source>What changes in your shipments</source>
        <translation>你的业务里会变的结论</translation>
    </message>
    <message>
        <source>Conclusions of {count} shipments would change.</source>
        <translation>有 {count} 票业务的结论会变。</translation>
    </message>
    <message>
        <source>No conclusion of your shipments would change.</source>
        <translation>你的业务里没有结论会变。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>serial {serial}</source>
        <translation>序号 {serial}</translation>
    </message>
    <message>
        <source>published {day}</source>
        <translation>发布 {day}</translation>
    </message>
    <message>
        <source>checked {day}</source>
        <translation>核对 {day}</translation>
    </message>
    <message>
        <source>valid to {day}</source>
        <translation>有效到 {day}</translation>
    </message>
    <message>
        <source>signed by {name} {key}</source>
        <translation>签名 {name} {key}</translation>
    </message>
    <message>
        <source>Program {version} ({day}): {text}</source>
        <translation>程序 {version}（{day}）：{text}</translation>
    </message>
    <message>
        <source>The pack</source>
        <translation>选择规则包</translation>
    </message>
    <message>
        <source>Pack (*.edpack)</source>
        <translation>规则包 (*.edpack)</translation>
    </message>
    <message>
        <source>Looking at the pack</source>
        <translation>正在查看规则包</translation>
    </message>
    <message>
        <source>The pack could not be looked at. Nothing changed.</source>
        <translation>规则包没能查看。什么都没有改变。</translation>
    </message>
    <message>
        <source>Taking the pack</source>
        <translation>正在采用规则包</translation>
    </message>
    <message>
        <source>{name} counts now. “Roll back” undoes it.</source>
        <translation>{name} 已采用。点「退回上一版」可以撤回。</translation>
    </message>
    <message>
        <source>The pack could not be taken. What counted before still counts.</source>
        <translation>规则包没能采用。原来的规则照常使用。</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>没有采用，什么都没有变。</translation>
    </message>
    <message>
        <source>Rule packs</source>
        <translation>规则包</translation>
    </message>
    <message>
        <source>Install from file …</source>
        <translation>从文件或U盘更新…</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>退回上一版</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Tell me when an installed pack says that there is a newer program</source>
        <translation>已装的规则包说有新版程序时提示我</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>规则包</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Valid to</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>PageHead</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>Person</name>
    <message>
        <source>Looking for the name</source>
        <translation>正在查找</translation>
    </message>
    <message>
        <source>Remove “{name}” from {count} places?</source>
        <translation>从 {count} 处删除“{name}”？</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>不删</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Removing the name</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Own company</source>
        <translation>本公司</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Nothing is stored of “{name}”.</source>
        <translation>没有存着“{name}”。</translation>
    </message>
    <message>
        <source>{count} places; of them in steps of undo {steps}, in timelines {events}, as who answered {answers}.</source>
        <translation>共 {count} 处；其中撤销步骤 {steps} 处，业务记录 {events} 处，回答人 {answers} 处。</translation>
    </message>
    <message>
        <source>What is stored of a person</source>
        <translation>存了某人的什么</translation>
    </message>
    <message>
        <source>“{name}” was removed from {count} places. The backup made before: {backup}.</source>
        <translation>“{name}”已从 {count} 处删除。删除前的备份：{backup}。</translation>
    </message>
    <message>
        <source>whole name</source>
        <translation>整个姓名</translation>
    </message>
    <message>
        <source>part only</source>
        <translation>只含这几个字</translation>
    </message>
    <message>
        <source>{count} places only contain these letters; they are left alone.</source>
        <translation>另有 {count} 处只是含有这几个字，不会删除。</translation>
    </message>
    <message>
        <source>Whole name</source>
        <translation>完整的姓名</translation>
    </message>
    <message>
        <source>Also where it is a part of a longer name or text</source>
        <translation>更长的姓名、句子里含有这几个字的也算</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Write it out …</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Shipment</source>
        <translation>一票货</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Found as</source>
        <translation>认出的是</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>Practice</name>
    <message>
        <source>The practice window opens beside this one, with a frame.</source>
        <translation>练习窗口会在旁边打开，四周有一道框。</translation>
    </message>
    <message>
        <source>The {count} shipments here give way to the samples of the program; backed up first.</source>
        <translation>这里的 {count} 票会换成程序自带的示例；先自动备份一份。</translation>
    </message>
    <message>
        <source>The {count} shipments here give way to the start state; a backup is written first.</source>
        <translation>这里的 {count} 票会换成开始状态；先自动备份一份。</translation>
    </message>
    <message>
        <source>Go back now</source>
        <translation>现在回到开始</translation>
    </message>
    <message>
        <source>Going back to the start state</source>
        <translation>正在回到开始状态</translation>
    </message>
    <message>
        <source>The exercises are back in their start state. Backup of before: {name}.</source>
        <translation>练习已回到开始状态。之前的备份：{name}。</translation>
    </message>
    <message>
        <source>Keeping the start state</source>
        <translation>正在存开始状态</translation>
    </message>
    <message>
        <source>These {count} shipments are the start state now: each reset goes back here.</source>
        <translation>这 {count} 票就是开始状态了：以后每次都回到这里。</translation>
    </message>
    <message>
        <source>Start state</source>
        <translation>开始状态</translation>
    </message>
    <message>
        <source>Shipments in it</source>
        <translation>里面的业务</translation>
    </message>
    <message>
        <source>Papers of exercises go to</source>
        <translation>练习单证写到</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>Exercises have a window, shipments, settings and a folder of their own; no real shipment is seen there, and none of theirs gets in here. Across each page stands “PRACTICE · not for filing”; messages for customs are written as plain text that no program takes in.</source>
        <translation>练习有自己的窗口、业务、设置和文件夹：那里看不到真实业务，练习的业务也进不到真实业务里。每一页都印着“练习 · 不得用于申报”；给海关的报文写成纯文本，任何程序都导入不了。</translation>
    </message>
    <message>
        <source>Rule packs and refund rates are those of the real shipments and are changed only there. Papers and backups that were written stay when you go back to the start state.</source>
        <translation>规则包和退税率用的就是真实业务的那一份，只能在业务窗口里换。回到开始状态时，已经写出的单证和备份不动。</translation>
    </message>
    <message>
        <source>Open the practice window</source>
        <translation>打开练习窗口</translation>
    </message>
    <message>
        <source>Back to the start state …</source>
        <translation>回到开始状态…</translation>
    </message>
    <message>
        <source>Keep this as the start state</source>
        <translation>把现在设为开始状态</translation>
    </message>
    <message>
        <source>Back to the samples of the program …</source>
        <translation>回到程序自带的示例…</translation>
    </message>
    <message>
        <source>not begun yet</source>
        <translation>还没有开始</translation>
    </message>
    <message>
        <source>set by the trainer</source>
        <translation>讲师设的</translation>
    </message>
    <message>
        <source>as shipped</source>
        <translation>程序自带的示例</translation>
    </message>
    <message>
        <source>Nothing here is a real shipment; every paper says that it is not for filing.</source>
        <translation>这里没有真实业务；每份单证都印着“不得用于申报”。</translation>
    </message>
    <message>
        <source>Start again …</source>
        <translation>从头再来…</translation>
    </message>
    <message>
        <source>{program} – PRACTICE</source>
        <translation>{program} – 练习</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Pick one answer. “Not known” is an answer too.</source>
        <translation>请选一个答案。不知道就选“不清楚”。</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>都没有</translation>
    </message>
    <message>
        <source>Tick what holds, or “None of these”.</source>
        <translation>请勾选有的；都没有就勾“都没有”。</translation>
    </message>
    <message>
        <source>Year, month, day, for example 2026-11-25</source>
        <translation>年-月-日，例如 2026-11-25</translation>
    </message>
    <message>
        <source>A number, for example 38.5</source>
        <translation>填数字，例如 38.5</translation>
    </message>
    <message>
        <source>Fill in the field, or pick “Not known”.</source>
        <translation>请填写，不知道就选“不清楚”。</translation>
    </message>
    <message>
        <source>A day is needed here, for example 2026-11-25. Now it says “{text}”.</source>
        <translation>这里要填日期，例如 2026-11-25。现在填的是“{text}”。</translation>
    </message>
    <message>
        <source>A number is needed here, for example 38.5. Now it says “{text}”.</source>
        <translation>这里要填数字，例如 38.5。现在填的是“{text}”。</translation>
    </message>
    <message>
        <source>This text cannot be kept: “{text}”.</source>
        <translation>这段文字存不下来：“{text}”。请改短一些。</translation>
    </message>
    <message>
        <source>No country is called “{text}”. Type a name or two letters, for example DE.</source>
        <translation>没有找到“{text}”这个国家或地区。请填名称或两位字母，例如 DE。</translation>
    </message>
    <message>
        <source>“{text}” fits several countries. Pick one below, by arrow key or mouse.</source>
        <translation>符合“{text}”的国家有好几个。用上下键或鼠标在下面选一个。</translation>
    </message>
    <message>
        <source>Kept as “to confirm”; it goes onto the question slip</source>
        <translation>先记为待确认，会写进询问单</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>There is nothing left to ask here.</source>
        <translation>这里没有要问的了。</translation>
    </message>
    <message>
        <source>Number keys pick</source>
        <translation>按数字键选择</translation>
    </message>
    <message>
        <source>Conclusion so far</source>
        <translation>看现在的结论</translation>
    </message>
    <message>
        <source>Question before</source>
        <translation>上一题</translation>
    </message>
    <message>
        <source>Question {place} of {count}</source>
        <translation>第 {place} 题，共 {count} 题</translation>
    </message>
    <message>
        <source>Question {place}, at most {left} more</source>
        <translation>第 {place} 题，最多还有 {left} 题</translation>
    </message>
    <message>
        <source>Question {place}, the last one</source>
        <translation>第 {place} 题，最后一题</translation>
    </message>
    <message>
        <source>Why this is asked</source>
        <translation>为什么问这个</translation>
    </message>
    <message>
        <source>Sources and help</source>
        <translation>依据与说明</translation>
    </message>
    <message>
        <source>{count} more sources look at this answer; the conclusion lists those it uses.</source>
        <translation>另有 {count} 条依据用到这个回答；结论页会列出实际用到的。</translation>
    </message>
    <message>
        <source>Common case</source>
        <translation>常见情况</translation>
    </message>
    <message>
        <source>Goods of this kind</source>
        <translation>这类货</translation>
    </message>
    <message>
        <source>Answers so far</source>
        <translation>已知答案</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>先不答，以后再说</translation>
    </message>
    <message>
        <source>Number keys pick · Alt+← goes back</source>
        <translation>按数字键选择 · Alt+← 上一题</translation>
    </message>
</context>
<context>
    <name>RateCards</name>
    <message>
        <source>Charge</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>For each</source>
        <translation>按什么收</translation>
    </message>
    <message>
        <source>Reading the rate cards</source>
        <translation>正在读费用表</translation>
    </message>
    <message>
        <source>Stopped. No rate card is shown yet.</source>
        <translation>已停下，还没有显示费用表。</translation>
    </message>
    <message>
        <source>The rate cards could not be read.</source>
        <translation>费用表没有读出来。</translation>
    </message>
    <message>
        <source>Say whose quotation it is, and until when like 2027-03-31 or leave that empty.</source>
        <translation>请写明是谁哪天的报价；有效期写成 2027-03-31，或者空着。</translation>
    </message>
    <message>
        <source>Kept: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Reading the sheet</source>
        <translation>正在读表格</translation>
    </message>
    <message>
        <source>Nothing was kept of “{file}”.</source>
        <translation>“{file}”里的费用表一张也没有收下。</translation>
    </message>
    <message>
        <source>Rate cards</source>
        <translation>费用表</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>哪张费用表</translation>
    </message>
    <message>
        <source>Kept version</source>
        <translation>保存过的版本</translation>
    </message>
    <message>
        <source>Keep as</source>
        <translation>保存为</translation>
    </message>
    <message>
        <source>Whose quotation, of when</source>
        <translation>谁哪天的报价</translation>
    </message>
    <message>
        <source>Valid to</source>
        <translation>有效至</translation>
    </message>
    <message>
        <source>Keep as my card</source>
        <translation>存成我的费用表</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>从文件导入</translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>加一档</translation>
    </message>
    <message>
        <source>Take the row away</source>
        <translation>删这一行</translation>
    </message>
    <message>
        <source>Up to</source>
        <translation>到（含）</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Min. fee</source>
        <translation>最低收费</translation>
    </message>
    <message>
        <source>Max. fee</source>
        <translation>最高收费</translation>
    </message>
    <message>
        <source>Min. qty</source>
        <translation>最低数量</translation>
    </message>
    <message>
        <source>In steps of</source>
        <translation>数量进位</translation>
    </message>
    <message>
        <source>Source: {source} · {confidence} · {age} · in {currency}</source>
        <translation>来源：{source} · {confidence} · {age} · 币种 {currency}</translation>
    </message>
    <message>
        <source>example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>expired on {day}</source>
        <translation>已于 {day} 到期</translation>
    </message>
    <message>
        <source>valid to {day}, {days} days left</source>
        <translation>有效至 {day}，还有 {days} 天</translation>
    </message>
    <message>
        <source>Rates up to {day}</source>
        <translation>汇率最新到 {day}</translation>
    </message>
    <message>
        <source>For estimates only, not for refunds or declarations. A rate that you type into an estimate wins. The program asks the network only when you press the button, and only the address below.</source>
        <translation>只用于估算，不用于退税和报关；测算里自己填的汇率优先。只有按下按钮时程序才上网，只问下面这个地址。</translation>
    </message>
    <message>
        <source>Fetching exchange rates</source>
        <translation>正在取汇率</translation>
    </message>
    <message>
        <source>Stopped; the known rates stay</source>
        <translation>已停下，原来的汇率没有动</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停下…</translation>
    </message>
    <message>
        <source>{count} KB received</source>
        <translation>已收到 {count} KB</translation>
    </message>
    <message>
        <source>Fetched: rates up to {day}</source>
        <translation>已取到：汇率最新到 {day}</translation>
    </message>
    <message>
        <source>The rates could not be fetched. Nothing changed.</source>
        <translation>没有取到汇率，什么都没有改。</translation>
    </message>
    <message>
        <source>Address of the rates (European Central Bank, 90 days)</source>
        <translation>汇率的地址（欧洲央行，近 90 天）</translation>
    </message>
    <message>
        <source>Fetch from the network</source>
        <translation>上网取汇率</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停下</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>One is worth, CNY</source>
        <translation>1 单位折人民币</translation>
    </message>
    <message>
        <source>Rate of</source>
        <translation>汇率日期</translation>
    </message>
    <message>
        <source>Exchange rates</source>
        <translation>汇率</translation>
    </message>
    <message>
        <source>Look at the cards</source>
        <translation>去看费用表</translation>
    </message>
    <message>
        <source>{count} things to know of “{file}”</source>
        <translation>导入“{file}”时有 {count} 点要知道</translation>
    </message>
</context>
<context>
    <name>Rates</name>
    <message>
        <source>Refund rates: those shipped, a starting point only</source>
        <translation>退税率：程序自带的，只能作参考</translation>
    </message>
    <message>
        <source>Refund rates: library {version}, imported on {day}, {count} intervals</source>
        <translation>退税率：文库 {version}，{day} 导入，{count} 条</translation>
    </message>
    <message>
        <source>The archive of the refund rate library</source>
        <translation>出口退税率文库的压缩包</translation>
    </message>
    <message>
        <source>Rate library (*.zip *.dbf *.DBF)</source>
        <translation>退税率文库 (*.zip *.dbf *.DBF)</translation>
    </message>
    <message>
        <source>Importing the refund rates</source>
        <translation>正在导入退税率</translation>
    </message>
    <message>
        <source>{count} refund rates were imported.</source>
        <translation>已导入 {count} 条退税率。</translation>
    </message>
    <message>
        <source>The refund rates could not be imported; the former ones count.</source>
        <translation>退税率没有导入，仍用原来的。</translation>
    </message>
    <message>
        <source>Import the rate library …</source>
        <translation>导入文库 …</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>All {count} reasons</source>
        <translation>全部 {count} 条</translation>
    </message>
    <message>
        <source>Fewer reasons</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Source {number}: {name}</source>
        <translation>依据 {number}：{name}</translation>
    </message>
    <message>
        <source>your answer</source>
        <translation>你的回答</translation>
    </message>
    <message>
        <source>answered “not known”; it is on the question slip</source>
        <translation>答了“不清楚”，已放进询问单</translation>
    </message>
    <message>
        <source>your answers</source>
        <translation>你的回答</translation>
    </message>
    <message>
        <source>not answered yet</source>
        <translation>还没有回答</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>成立</translation>
    </message>
    <message>
        <source>Does not hold</source>
        <translation>不成立</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>待确认</translation>
    </message>
</context>
<context>
    <name>Refund</name>
    <message>
        <source>{name} was changed since it was noted</source>
        <translation>{name} 记下以后又改过</translation>
    </message>
    <message>
        <source>{name} is no longer there</source>
        <translation>{name} 已经不在原处</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Kept as</source>
        <translation>存放方式</translation>
    </message>
    <message>
        <source>Where it lies</source>
        <translation>存放处</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note a file…</source>
        <translation>只登记文件…</translation>
    </message>
    <message>
        <source>Attach a scan …</source>
        <translation>附上扫描件…</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>纸质</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>digital</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>(if needed)</source>
        <translation>（涉及时）</translation>
    </message>
    <message>
        <source>to be paid back: {amount}</source>
        <translation>要补缴 {amount}</translation>
    </message>
    <message>
        <source>cannot be estimated yet</source>
        <translation>还不能估算</translation>
    </message>
    <message>
        <source>estimate, figures to confirm: {count}</source>
        <translation>估算，用了 {count} 个待确认数</translation>
    </message>
    <message>
        <source>+ {count} not known</source>
        <translation>+ {count} 票未知</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退税</translation>
    </message>
    <message>
        <source>none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>estimate</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>Refund expected</source>
        <translation>预计退税</translation>
    </message>
    <message>
        <source>Refund less what was reversed</source>
        <translation>退税减去冲减</translation>
    </message>
    <message>
        <source>Computed for this shipment alone</source>
        <translation>只算本票（不是整月的申报数）</translation>
    </message>
    <message>
        <source>Lost if not done by</source>
        <translation>过了就失去</translation>
    </message>
    <message>
        <source>known once the export date is typed</source>
        <translation>填出口日期以后才能算</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Due now</source>
        <translation>快到期</translation>
    </message>
    <message>
        <source>(this shipment alone)</source>
        <translation>（只算本票）</translation>
    </message>
    <message>
        <source>lost after {day}</source>
        <translation>过了 {day} 就失去</translation>
    </message>
    <message>
        <source>the declaration counts; its export date is not filled in</source>
        <translation>按报关单算，那里还没填出口日期</translation>
    </message>
    <message>
        <source>the declaration counts: {day}</source>
        <translation>按报关单的 {day} 算</translation>
    </message>
    <message>
        <source>the earliest declaration counts: {day}</source>
        <translation>按最早的报关单 {day} 算</translation>
    </message>
    <message>
        <source>Refunds expected ({count})</source>
        <translation>预计退税（{count} 票）</translation>
    </message>
    <message>
        <source>Claim the same twice ({count})</source>
        <translation>重复申报（{count}）</translation>
    </message>
    <message>
        <source>Take too much of an invoice ({count})</source>
        <translation>发票用超（{count}）</translation>
    </message>
    <message>
        <source>At risk</source>
        <translation>有风险</translation>
    </message>
    <message>
        <source>Due now ({count})</source>
        <translation>快到期或已过期（{count} 项）</translation>
    </message>
    <message>
        <source>First day to lose any</source>
        <translation>最早失去的日子</translation>
    </message>
    <message>
        <source>scan · {count} p.</source>
        <translation>扫描件 {count} 页</translation>
    </message>
    <message>
        <source>sum of the lines</source>
        <translation>各行相加</translation>
    </message>
    <message>
        <source>sum of the lines; not all of them are known yet</source>
        <translation>各行相加，还有算不出的行</translation>
    </message>
    <message>
        <source>Still missing: {places}</source>
        <translation>还缺：{places}</translation>
    </message>
    <message>
        <source>cannot be computed</source>
        <translation>不能算</translation>
    </message>
    <message>
        <source>the law of that day sets none</source>
        <translation>当时的规定没有这个期限</translation>
    </message>
    <message>
        <source>type first: {places}</source>
        <translation>不能算，先填：{places}</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>soon</source>
        <translation>快到期</translation>
    </message>
    <message>
        <source>Not worked out yet</source>
        <translation>还没算出来</translation>
    </message>
    <message>
        <source>This result waits for: {places}</source>
        <translation>这个结论还等着：{places}</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>填写</translation>
    </message>
    <message>
        <source>Check report ({count} errors)</source>
        <translation>看核对结果（{count} 处错误）</translation>
    </message>
    <message>
        <source>{place}: {problem}</source>
        <translation>{place}：{problem}</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>资料</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Deadlines</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>收汇</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>资料</translation>
    </message>
    <message>
        <source>From whom</source>
        <translation>谁给</translation>
    </message>
    <message>
        <source>Must agree on</source>
        <translation>要和谁对上</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>How it is computed</source>
        <translation>怎么算的</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Declaration</source>
        <translation>报关单</translation>
    </message>
    <message>
        <source>Sold for</source>
        <translation>销售额</translation>
    </message>
    <message>
        <source>Received on</source>
        <translation>收汇日期</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>Voucher</source>
        <translation>凭证号</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>填报</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Save worksheets</source>
        <translation>存工作表</translation>
    </message>
    <message>
        <source>Save calendar</source>
        <translation>存日历</translation>
    </message>
    <message>
        <source>Dates that deadlines start from</source>
        <translation>期限从这些日期算起</translation>
    </message>
    <message>
        <source>No declaration and no receipt of exchange yet. Once the goods are released, add the declaration under Records, and later what the bank received.</source>
        <translation>还没有报关单和收汇记录。放行后在“记录”里加报关单，银行收到外汇后再加收汇。</translation>
    </message>
    <message>
        <source>Nothing to show yet: describe the shipment first.</source>
        <translation>还没有内容。先说明这票货。</translation>
    </message>
    <message>
        <source>This holds</source>
        <translation>成立的理由</translation>
    </message>
    <message>
        <source>Could still change it</source>
        <translation>还可能改变结论的</translation>
    </message>
    <message>
        <source>Who still owes papers</source>
        <translation>谁还欠资料</translation>
    </message>
    <message>
        <source>Reasons and sources</source>
        <translation>理由和依据</translation>
    </message>
    <message>
        <source>(not said: {places})</source>
        <translation>（没有说明：{places}）</translation>
    </message>
    <message>
        <source>the sale is not known yet</source>
        <translation>销售额还不知道</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>差额</translation>
    </message>
    <message>
        <source>other currency: see the findings</source>
        <translation>币种不同，够不够见“核对”</translation>
    </message>
    <message>
        <source>open: {amount}</source>
        <translation>未收 {amount}</translation>
    </message>
    <message>
        <source>too much: {amount}</source>
        <translation>多收 {amount}</translation>
    </message>
    <message>
        <source>all received</source>
        <translation>已收齐</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>not filled in</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>{done} of {total} lines</source>
        <translation>第 {done} 行，共 {total} 行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停下</translation>
    </message>
    <message>
        <source>Work it out again</source>
        <translation>重新算</translation>
    </message>
    <message>
        <source>Working out the refund</source>
        <translation>正在算退税</translation>
    </message>
    <message>
        <source>Working out the refund; the figures follow.</source>
        <translation>正在算退税，算好就显示。</translation>
    </message>
    <message>
        <source>Stopped: the refund was not worked out. What was typed is saved.</source>
        <translation>已停下，退税没有算。填过的内容都在。</translation>
    </message>
    <message>
        <source>The refund could not be worked out. What was typed is saved.</source>
        <translation>退税没能算出来。填过的内容都在。</translation>
    </message>
    <message>
        <source>Print: {paper}</source>
        <translation>打印：{paper}</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>正在打印</translation>
    </message>
    <message>
        <source>The slip was not printed.</source>
        <translation>没有打印出来。填写的内容都已保存。</translation>
    </message>
    <message>
        <source>{count} pages went to the printer.</source>
        <translation>已发送 {count} 页到打印机。</translation>
    </message>
    <message>
        <source>No goods line names its supplier yet: enter the supplier at the goods, then print.</source>
        <translation>商品行里还没有填供应商，所以没有可打印的开票说明。请先在商品里填供应商，再打印。</translation>
    </message>
    <message>
        <source>The other shipments could not be read; the refund is to be confirmed. {reason}</source>
        <translation>没能读到其他业务，应退税额待确认。{reason}</translation>
    </message>
    <message>
        <source>Read them again</source>
        <translation>再读一次</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>按月看</translation>
    </message>
    <message>
        <source>{month}: {count} shipments are one claim, refund (CNY): {amount}; that of this shipment alone is not filed.</source>
        <translation>{month} 整月 {count} 票合并申报，应退税额（元）：{amount}；本票单独算的数不能拿去申报。</translation>
    </message>
    <message>
        <source>Looking at the other shipments (month before, same month, claimed twice); until then the refund is to be confirmed.</source>
        <translation>正在看本公司的其他业务（上个月结转、同月的其他票、有没有重复申报），看完之前应退税额待确认。</translation>
    </message>
</context>
<context>
    <name>RefundMonth</name>
    <message>
        <source>claimed</source>
        <translation>已申报</translation>
    </message>
    <message>
        <source>prepared</source>
        <translation>准备申报</translation>
    </message>
    <message>
        <source>could be claimed</source>
        <translation>可以申报</translation>
    </message>
    <message>
        <source>no export date</source>
        <translation>没有出口日期</translation>
    </message>
    <message>
        <source>Looking through the refunds</source>
        <translation>正在看各票退税</translation>
    </message>
    <message>
        <source>The shipments could not be looked through. Try again.</source>
        <translation>没能看完各票业务，请再试一次。</translation>
    </message>
    <message>
        <source>Claimed in the month ({count})</source>
        <translation>本月申报（{count} 票）</translation>
    </message>
    <message>
        <source>Could be claimed ({count})</source>
        <translation>可以申报（{count} 票）</translation>
    </message>
    <message>
        <source>Refund claims by month</source>
        <translation>按月退税申报</translation>
    </message>
    <message>
        <source>Month of the claim</source>
        <translation>申报年月</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Shipment</source>
        <translation>一票货</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退税</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>出口日期</translation>
    </message>
    <message>
        <source>Lost if not done by</source>
        <translation>过了就失去</translation>
    </message>
    <message>
        <source>No shipment belongs to this month, and none could be claimed.</source>
        <translation>这个月没有申报的业务，也没有可以申报的业务。</translation>
    </message>
    <message>
        <source>Look through</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>{count} things to look at</source>
        <translation>有 {count} 处要核对</translation>
    </message>
    <message>
        <source>Back to the shipments</source>
        <translation>回到业务列表</translation>
    </message>
    <message>
        <source>Show all {count}</source>
        <translation>看全部 {count} 处</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>{held} of {count} ticked</source>
        <translation>已核 {held} / {count}</translation>
    </message>
    <message>
        <source>{count} changed after the tick</source>
        <translation>核过后又改了 {count} 项</translation>
    </message>
    <message>
        <source>not looked at yet</source>
        <translation>还没有核</translation>
    </message>
    <message>
        <source>changed since: {who}</source>
        <translation>核过后又改了：{who}</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Back to the findings</source>
        <translation>回到核对结果</translation>
    </message>
    <message>
        <source>Somebody other than the person who typed compares each value with its source and ticks it with the space bar. A later change of that value turns its tick; nothing else does.</source>
        <translation>由录入人以外的人对照原件逐项看，看过按空格打勾。以后这一项改了，勾会变成▲；改别的不影响。</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>What stands there</source>
        <translation>现在的内容</translation>
    </message>
    <message>
        <source>Ticked by</source>
        <translation>谁、何时核的</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Nothing to save yet: no line of this claim earns a refund so far.</source>
        <translation>还没有可以存的：现在没有一行能申报退税。</translation>
    </message>
    <message>
        <source>{count} files are in {folder}.</source>
        <translation>{count} 个文件在 {folder}。</translation>
    </message>
    <message>
        <source>The files could not be written. What was typed is saved.</source>
        <translation>文件没有写成。已经填的内容都在。</translation>
    </message>
    <message>
        <source>Writing files</source>
        <translation>正在写文件</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Folder to move the data to</source>
        <translation>数据要搬到的文件夹</translation>
    </message>
    <message>
        <source>Leave it here</source>
        <translation>不搬</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>搬</translation>
    </message>
    <message>
        <source>Moving the data</source>
        <translation>正在搬数据</translation>
    </message>
    <message>
        <source>Moved, opened again and compared: {count} shipments, {backups} backups. The old one is kept: {kept}</source>
        <translation>已搬好，重新打开核对过：{count} 票业务，备份 {backups} 份。原来的业务库留着：{kept}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Your name, for the history</source>
        <translation>你的姓名（写入操作记录）</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Where the data lies</source>
        <translation>数据放在哪里</translation>
    </message>
    <message>
        <source>Privacy and self-check</source>
        <translation>隐私与自检</translation>
    </message>
    <message>
        <source>The program sends nothing by itself: no usage data, no error reports, no look for updates.</source>
        <translation>程序不会自己向外发送任何东西：没有使用统计，没有错误上报，也不查更新。</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Move the data …</source>
        <translation>搬到别处…</translation>
    </message>
    <message>
        <source>What is stored of a person …</source>
        <translation>存了某人的什么…</translation>
    </message>
    <message>
        <source>Self-check of the program …</source>
        <translation>程序自检…</translation>
    </message>
    <message>
        <source>Start password</source>
        <translation>启动密码</translation>
    </message>
    <message>
        <source>is set</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Setting the start password</source>
        <translation>正在设置启动密码</translation>
    </message>
    <message>
        <source>The start password is set. The next start asks for it.</source>
        <translation>启动密码已设置，下次打开时会问。</translation>
    </message>
    <message>
        <source>Checking the start password</source>
        <translation>正在核对启动密码</translation>
    </message>
    <message>
        <source>No start password any more.</source>
        <translation>启动密码已取消。</translation>
    </message>
    <message>
        <source>Keeps colleagues from looking into this window. The data is not encrypted by it: whoever copies the file or uses the command line is not stopped. For that use the password of the computer&apos;s account and sealed backups.</source>
        <translation>防止同事随手打开窗口看。它不加密数据：复制文件的人、用命令行的人，它挡不住；要挡住他们，请用电脑账户的密码和加密备份。</translation>
    </message>
    <message>
        <source>Password, 4 characters or more</source>
        <translation>密码，4个字符以上</translation>
    </message>
    <message>
        <source>Set the password</source>
        <translation>设置密码</translation>
    </message>
    <message>
        <source>Take it off</source>
        <translation>取消密码</translation>
    </message>
</context>
<context>
    <name>SheetImport</name>
    <message>
        <source>Reading {file}</source>
        <translation>正在读 {file}</translation>
    </message>
    <message>
        <source>Pasted list</source>
        <translation>粘贴的表</translation>
    </message>
    <message>
        <source>The file could not be read. Nothing was changed.</source>
        <translation>文件读不了，什么都没有改。</translation>
    </message>
    <message>
        <source>Titles in row {row}</source>
        <translation>标题在第 {row} 行</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>不要这一列</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>What this brings</source>
        <translation>会加进来的内容</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>and {count} more cells</source>
        <translation>还有 {count} 格</translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation>正在读文件…</translation>
    </message>
    <message>
        <source>Choose an Excel, WPS or CSV file. Nothing is taken before you confirm.</source>
        <translation>选一个 Excel、WPS 或 CSV 文件，也可以把文件拖到商品页上。确认之前什么都不会改。</translation>
    </message>
    <message>
        <source>Say what the columns mean; at least a name and a quantity are needed.</source>
        <translation>说明各列是什么：至少要有品名和数量。</translation>
    </message>
    <message>
        <source>The list is longer than is read: only these rows are taken.</source>
        <translation>表太长，只取这些行。</translation>
    </message>
    <message>
        <source>{count} rows with totals are left out.</source>
        <translation>{count} 行合计或空行不取。</translation>
    </message>
    <message>
        <source>What cannot be read goes in as it stands, marked as wrong.</source>
        <translation>读不懂的会照原样放进去，标成有问题。</translation>
    </message>
    <message>
        <source>Columns that are left out: {titles}.</source>
        <translation>不要的列：{titles}。</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>导入清单</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Goods list</source>
        <translation>商品清单</translation>
    </message>
    <message>
        <source>Packing list</source>
        <translation>装箱单</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Row of the titles</source>
        <translation>标题所在行</translation>
    </message>
    <message>
        <source>What the columns mean</source>
        <translation>每一列是什么</translation>
    </message>
    <message>
        <source>Take these rows</source>
        <translation>采用这些行</translation>
    </message>
    <message>
        <source>Reading took longer than 20 seconds and was stopped. Save the one sheet as a file of its own.</source>
        <translation>读了 20 秒还没读完，已停下。请把要用的那张表另存成一个新文件。</translation>
    </message>
</context>
<context>
    <name>Shipments</name>
    <message>
        <source>Restore</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy as a new shipment</source>
        <translation>复制为新业务</translation>
    </message>
    <message>
        <source>Move to the recycle bin</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Shipment without a name</source>
        <translation>还没起名的业务</translation>
    </message>
    <message>
        <source>Today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>Yesterday {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>To</source>
        <translation>去向</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>最后修改</translation>
    </message>
    <message>
        <source>No number</source>
        <translation>没有编号</translation>
    </message>
    <message>
        <source>Not filled in</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>Not chosen</source>
        <translation>未选</translation>
    </message>
    <message>
        <source>Open it to see</source>
        <translation>打开后可见</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Moved to the recycle bin, where it stays for 30 days.</source>
        <translation>已移到回收站，保留 30 天。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The shipment is back in the list.</source>
        <translation>这票货已回到列表里。</translation>
    </message>
    <message>
        <source>New shipment</source>
        <translation>新建一票货</translation>
    </message>
    <message>
        <source>Find number, goods, buyer</source>
        <translation>查找编号、货物、客户</translation>
    </message>
    <message>
        <source>Shipments</source>
        <translation>业务列表</translation>
    </message>
</context>
<context>
    <name>SinglePaper</name>
    <message>
        <source>Saved: {file}</source>
        <translation>已存成文件：{file}</translation>
    </message>
    <message>
        <source>Question slip</source>
        <translation>询问单</translation>
    </message>
    <message>
        <source>No question is open in this shipment, so there is nothing to ask.</source>
        <translation>这票货没有未答的问题，不需要询问单。</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>Seen at {address}</source>
        <translation>见于 {address}</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>待确认</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未查到</translation>
    </message>
    <message>
        <source>never</source>
        <translation>未核对</translation>
    </message>
    <message>
        <source>In force {effective} · checked {checked}</source>
        <translation>生效 {effective} · 核对 {checked}</translation>
    </message>
    <message>
        <source>Read in the issued text</source>
        <translation>看过发布的原文</translation>
    </message>
    <message>
        <source>Read in a reprint, translation or report</source>
        <translation>看过转载、译文或报道</translation>
    </message>
    <message>
        <source>Never compared with its text</source>
        <translation>还没有和原文核对过</translation>
    </message>
    <message>
        <source>Checked {days} days ago</source>
        <translation>核对已过 {days} 天</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Exporter Desk</source>
        <translation>出口单证台</translation>
    </message>
    <message>
        <source>Newest sound backup: {at}, {count} shipments. Restore it? The present file is kept beside it.</source>
        <translation>最新的完好备份：{at}，{count} 票业务。用它恢复吗？现在的文件会另存，不会丢。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Leave it and close</source>
        <translation>不恢复，退出</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This is not the password. Check capitals and the input method.</source>
        <translation>密码不对。请检查大小写和输入法。</translation>
    </message>
    <message>
        <source>Start password</source>
        <translation>启动密码</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Lost it …</source>
        <translation>密码忘了…</translation>
    </message>
    <message>
        <source>When the password is lost: close the program, delete the file {file}, and start again. Nothing of the data is lost; whoever may use this account of the computer can do the same.</source>
        <translation>密码忘了怎么办：关闭程序，删除文件 {file}，再打开。数据不会丢；能用这台电脑上这个账户的人，都可以这样做。</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Text {percent}%</source>
        <translation>字号 {percent}%</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>Checking</source>
        <translation>正在核对</translation>
    </message>
    <message>
        <source>Checking did not finish. What was typed is saved. Change something or press F5.</source>
        <translation>核对没有做完。已经填的都保存了。改动任意一项，或按 F5 再试。</translation>
    </message>
    <message>
        <source>The table has no column for this, so it was not taken: {what}</source>
        <translation>表里没有对应的列，没有写进来：{what}</translation>
    </message>
</context>
<context>
    <name>StepStrip</name>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>Not yet possible</source>
        <translation>暂不能办</translation>
    </message>
    <message>
        <source>Being worked out</source>
        <translation>正在算</translation>
    </message>
</context>
<context>
    <name>TakingPage</name>
    <message>
        <source>Leave as it was</source>
        <translation>不用，返回</translation>
    </message>
</context>
<context>
    <name>Tax</name>
    <message>
        <source>Goods items as in the draft: {rows}</source>
        <translation>商品项照报关单草稿填：{rows}</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>停止读取</translation>
    </message>
    <message>
        <source>Import a list …</source>
        <translation>导入清单 …</translation>
    </message>
    <message>
        <source>Purchase invoices</source>
        <translation>进项发票</translation>
    </message>
    <message>
        <source>Declarations</source>
        <translation>报关单</translation>
    </message>
    <message>
        <source>Receipts of exchange</source>
        <translation>收汇</translation>
    </message>
    <message>
        <source>Exchange rates</source>
        <translation>汇率</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>加一行</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Invoice no.</source>
        <translation>发票号码</translation>
    </message>
    <message>
        <source>Voucher</source>
        <translation>凭证</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>Goods line</source>
        <translation>对应商品</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>核算期</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>已售</translation>
    </message>
    <message>
        <source>Unsold</source>
        <translation>未售</translation>
    </message>
    <message>
        <source>By the sales</source>
        <translation>按销售应为</translation>
    </message>
    <message>
        <source>Right amount</source>
        <translation>应有税额</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差额</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>还不知道</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>货物来源</translation>
    </message>
    <message>
        <source>Sold by now</source>
        <translation>已售数量</translation>
    </message>
    <message>
        <source>Refund rate 0.13</source>
        <translation>退税率 如 0.13</translation>
    </message>
    <message>
        <source>VAT rate 0.13</source>
        <translation>征税率 如 0.13</translation>
    </message>
    <message>
        <source>Rate of zero: mark</source>
        <translation>零税率标识</translation>
    </message>
    <message>
        <source>{field} {example}</source>
        <translation>{field} 如 {example}</translation>
    </message>
    <message>
        <source>Name on it</source>
        <translation>票面品名</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Without tax</source>
        <translation>不含税金额</translation>
    </message>
    <message>
        <source>Tax rate 0.13</source>
        <translation>税率 如 0.13</translation>
    </message>
    <message>
        <source>Simple tax</source>
        <translation>简易计税</translation>
    </message>
    <message>
        <source>Declaration no.</source>
        <translation>报关单号</translation>
    </message>
    <message>
        <source>Export date</source>
        <translation>出口日期</translation>
    </message>
    <message>
        <source>Goods items 1, 2</source>
        <translation>商品项 如 1、2</translation>
    </message>
    <message>
        <source>Agent&apos;s certificate no.</source>
        <translation>代理出口货物证明号</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>凭证号</translation>
    </message>
    <message>
        <source>Part for these goods</source>
        <translation>其中货款</translation>
    </message>
    <message>
        <source>For declaration</source>
        <translation>对应报关单</translation>
    </message>
    <message>
        <source>CNY</source>
        <translation>人民币中间价</translation>
    </message>
    <message>
        <source>for how many</source>
        <translation>每多少外币</translation>
    </message>
    <message>
        <source>As the draft of the declaration lists them. Compare with the released declaration: take them over with the button above, or type the rows in the order of their items.</source>
        <translation>报关单草稿是这样列的。请和放行的报关单核对：一致就点上面的按钮填入，不一致就按项号顺序填商品的行号。</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>rate of the day of the sale</source>
        <translation>销售当天的汇率</translation>
    </message>
    <message>
        <source>rate of the first of the month</source>
        <translation>当月 1 日的汇率</translation>
    </message>
    <message>
        <source>received</source>
        <translation>已收汇</translation>
    </message>
    <message>
        <source>not yet received</source>
        <translation>尚未收汇</translation>
    </message>
    <message>
        <source>counts as received</source>
        <translation>视同收汇</translation>
    </message>
    <message>
        <source>cannot be received</source>
        <translation>不能收汇</translation>
    </message>
    <message>
        <source>own export</source>
        <translation>自营出口</translation>
    </message>
    <message>
        <source>through an agent</source>
        <translation>委托代理出口</translation>
    </message>
    <message>
        <source>through a service company</source>
        <translation>外综服代办退税</translation>
    </message>
    <message>
        <source>in a city</source>
        <translation>市区</translation>
    </message>
    <message>
        <source>in a county or town</source>
        <translation>县城、镇</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>其他地区</translation>
    </message>
    <message>
        <source>The claim and its days</source>
        <translation>申报和日期</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>Each goods line</source>
        <translation>每项商品</translation>
    </message>
    <message>
        <source>The firm</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>VAT return of the period</source>
        <translation>当期增值税申报</translation>
    </message>
    <message>
        <source>What comes of the pre-refunds</source>
        <translation>预退核算</translation>
    </message>
    <message>
        <source>computed, nothing to fill in</source>
        <translation>由销售记录算出，不用填</translation>
    </message>
</context>
<context>
    <name>Templates</name>
    <message>
        <source>Reading {file}</source>
        <translation>正在读 {file}</translation>
    </message>
    <message>
        <source>leave empty</source>
        <translation>留空</translation>
    </message>
    <message>
        <source>stays empty</source>
        <translation>会空着</translation>
    </message>
    <message>
        <source>{count} of {all} are filled</source>
        <translation>共 {all} 处，填 {count} 处</translation>
    </message>
    <message>
        <source>What goes where</source>
        <translation>每一处填什么</translation>
    </message>
    <message>
        <source>Reading the workbook …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Choose the workbook that the broker or portal gave you.</source>
        <translation>请选择报关行或平台给你的 .xlsx 录入模板。</translation>
    </message>
    <message>
        <source>Say what goes into at least one column.</source>
        <translation>请至少选一处要填的内容。</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>请给它起个名字。</translation>
    </message>
    <message>
        <source>{count} cells below the titles hold something, such as samples: it goes, the looks stay.</source>
        <translation>标题行下面原有 {count} 格内容（例如样例行），填写时会清掉，只留格式。</translation>
    </message>
    <message>
        <source>Kept import sheets</source>
        <translation>已保存的录入模板</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>放回去</translation>
    </message>
    <message>
        <source>every shipment</source>
        <translation>每一票</translation>
    </message>
    <message>
        <source>A broker can be chosen once a shipment names it.</source>
        <translation>业务里填了报关行以后，这里可以选它。</translation>
    </message>
    <message>
        <source>Import sheets of brokers and portals</source>
        <translation>报关行和平台的录入模板</translation>
    </message>
    <message>
        <source>Choose a workbook …</source>
        <translation>选择模板文件…</translation>
    </message>
    <message>
        <source>Name of this sheet</source>
        <translation>模板名称</translation>
    </message>
    <message>
        <source>Fill it for</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>None is kept yet.</source>
        <translation>还没有保存模板。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Filled for</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Sheet, row</source>
        <translation>工作表 · 首行</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>填几处</translation>
    </message>
    <message>
        <source>Kept on</source>
        <translation>保存日期</translation>
    </message>
    <message>
        <source>Keep this sheet</source>
        <translation>保存这个模板</translation>
    </message>
    <message>
        <source>Back to the packet</source>
        <translation>返回资料袋</translation>
    </message>
    <message>
        <source>shipment: {title}</source>
        <translation>整票：{title}</translation>
    </message>
    <message>
        <source>cannot be read, is not used</source>
        <translation>读不出来，没有用它</translation>
    </message>
    <message>
        <source>{day}, from a pack</source>
        <translation>{day}，来自规则包</translation>
    </message>
    <message>
        <source>A broker or portal may want its own .xlsx filled. Keep it here once: every packet for the broker then holds it filled, with its looks as they are.</source>
        <translation>有的报关行或平台要求填它自己的 .xlsx 模板。在这里保存一次，以后给报关行的资料袋里就有填好的一份，格式不变。</translation>
    </message>
    <message>
        <source>“{name}” is kept. Packets hold it filled from now on.</source>
        <translation>已保存“{name}”，以后资料袋里会有填好的一份。</translation>
    </message>
    <message>
        <source>“{name}” is removed. Packets no longer hold it.</source>
        <translation>已移除“{name}”，资料袋里不再有它。</translation>
    </message>
    <message>
        <source>The workbook could not be read. Nothing was changed.</source>
        <translation>模板没有读出来，什么都没有改。</translation>
    </message>
</context>
<context>
    <name>TextGrid</name>
    <message>
        <source>F2 edit · Ctrl+D fill down · Ctrl+Tab out</source>
        <translation>F2 改单元格 · Ctrl+D 向下填充 · Ctrl+Tab 离开表格</translation>
    </message>
</context>
<context>
    <name>Todo</name>
    <message>
        <source>Judge again</source>
        <translation>重新判断</translation>
    </message>
    <message>
        <source>Conclusion so far</source>
        <translation>看现在的结论</translation>
    </message>
    <message>
        <source>Copy as a new shipment</source>
        <translation>复制为新业务</translation>
    </message>
    <message>
        <source>To-do list</source>
        <translation>办事清单</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Preview the draft</source>
        <translation>预览草稿</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Put right</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>View</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Working out where this shipment stands. One moment.</source>
        <translation>正在算这票货办到哪一步，请稍等。</translation>
    </message>
</context>
<context>
    <name>Totals</name>
    <message>
        <source>estimate</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>Gross kg</source>
        <translation>毛重 kg</translation>
    </message>
    <message>
        <source>Net kg</source>
        <translation>净重 kg</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>箱数</translation>
    </message>
    <message>
        <source>Volume m³</source>
        <translation>体积 m³</translation>
    </message>
    <message>
        <source>Amount {currency}</source>
        <translation>合计 {currency}</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不能算</translation>
    </message>
    <message>
        <source>Container type</source>
        <translation>柜型</translation>
    </message>
    <message>
        <source>No container</source>
        <translation>没有选柜型</translation>
    </message>
    <message>
        <source>volume not known</source>
        <translation>体积不能算</translation>
    </message>
    <message>
        <source>does not fit: usable {usable} m³</source>
        <translation>装不下，可用 {usable} m³</translation>
    </message>
    <message>
        <source>very full, usual limit {limit} %</source>
        <translation>太满，常用上限 {limit} %</translation>
    </message>
</context>
<context>
    <name>Unsaved</name>
    <message>
        <source>Stay here</source>
        <translation>留在这里</translation>
    </message>
    <message>
        <source>Leave without it</source>
        <translation>离开，不要这些</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names}，另有 {count} 处</translation>
    </message>
    <message>
        <source>Not saved in shipment {number}: {names}</source>
        <translation>业务 {number} 里没有存上的：{names}</translation>
    </message>
    <message>
        <source>If you leave now, this is lost; everything that was saved before stays.</source>
        <translation>现在离开，这些就没有了；以前存的都在。</translation>
    </message>
</context>
<context>
    <name>Upkeep</name>
    <message>
        <source>Looking after the data</source>
        <translation>正在检查和备份数据</translation>
    </message>
    <message>
        <source>Today&apos;s backup could not be written. Make one by hand on the page Backup.</source>
        <translation>今天的备份没有写成。请在“备份”页手动备份。</translation>
    </message>
    <message>
        <source>To the backups</source>
        <translation>去看备份</translation>
    </message>
    <message>
        <source>Move the data …</source>
        <translation>搬到别处…</translation>
    </message>
    <message>
        <source>The program met a severe error when it last ran, and may have closed by itself. What was saved is still there; if it comes again, hand the report to support. Report: {path}</source>
        <translation>程序上次运行时出过严重错误，可能是自己关掉的。存过的数据都在；再出现时，请把报告交给技术支持。报告：{path}</translation>
    </message>
    <message>
        <source>“{file}” holds the shipment {name}. Nothing was taken over yet.</source>
        <translation>“{file}”里有一票业务：{name}。现在还没有导入。</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>正在读取 {file}</translation>
    </message>
    <message>
        <source>Taking over the shipment</source>
        <translation>正在导入这票业务</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Possible</source>
        <translation>可以</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>待确认</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Stop</source>
        <translation>停下</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>This could not be worked out. What was typed is saved.</source>
        <translation>没能算出来。已录入的内容都已保存。</translation>
    </message>
</context>
<context>
    <name>WhyNot</name>
    <message>
        <source>Only compared; your answers stay as they are.</source>
        <translation>只是比一比，你的回答没有改动。</translation>
    </message>
    <message>
        <source>Change this answer</source>
        <translation>去改这个回答</translation>
    </message>
    <message>
        <source>Try another answer</source>
        <translation>换一个答案看看</translation>
    </message>
    <message>
        <source>Nothing that you answered stands against {code}.</source>
        <translation>你的回答里没有不利于 {code} 的。</translation>
    </message>
    <message>
        <source>What weighs most against {code}</source>
        <translation>为什么不是 {code}：最要紧的回答</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Home</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday</source>
        <translation>星期一,星期二,星期三,星期四,星期五,星期六,星期日</translation>
    </message>
    <message>
        <source>{count} of {every}</source>
        <translation>{count} / {every}</translation>
    </message>
    <message>
        <source>My shipments</source>
        <translation>我的业务</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>要紧的事</translation>
    </message>
    <message>
        <source>{step}: there are errors to put right</source>
        <translation>{step}：有错误要先处理</translation>
    </message>
    <message>
        <source>Deal with it</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>No shipments yet. Open a sample to look around, or begin a new one.</source>
        <translation>还没有业务。可以先打开一个示例看看，或者直接新建。</translation>
    </message>
    <message>
        <source>Bring the samples</source>
        <translation>放入示例</translation>
    </message>
    <message>
        <source>Nothing found. Try a shorter word, or other filters.</source>
        <translation>没有找到。可以换短一点的词，或者换别的筛选条件。</translation>
    </message>
    <message>
        <source>Enter opens · right-click for more · deleted shipments stay in the bin for 30 days</source>
        <translation>Enter 打开 · 右键更多操作 · 删除的业务在回收站保留 30 天</translation>
    </message>
    <message>
        <source>Looking through the refunds</source>
        <translation>正在看各票退税</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>按月看</translation>
    </message>
</context>
</TS>
