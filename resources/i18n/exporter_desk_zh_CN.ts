<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
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
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>To-do list</source>
        <translation>办事清单</translation>
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
    <name>PageHead</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
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
    <name>StatusBar</name>
    <message>
        <source>Text {percent}%</source>
        <translation>字号 {percent}%</translation>
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
        <source>Nothing found. Try a shorter word, or clear the search.</source>
        <translation>没有找到。可以换一个短一点的词，或者清空查找。</translation>
    </message>
    <message>
        <source>Enter opens · right-click for more · deleted shipments stay in the bin for 30 days</source>
        <translation>Enter 打开 · 右键更多操作 · 删除的业务在回收站保留 30 天</translation>
    </message>
</context>
</TS>
