<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
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
    <name>PageHead</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
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
</TS>
