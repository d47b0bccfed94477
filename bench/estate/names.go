package estate

import "math/rand/v2"

const (
	surnames   = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
	malesGiven = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林海峰建国志永成康星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江伯宏言若鸣朋"
	womenGiven = "芳娜敏静丽艳娟霞秀玲桂兰英梅红玉萍莉春华慧巧美娥珍贞菊香月莺媛瑞凡佳嘉琼勤璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰"
)

// A nameBook draws names. Its runes are decoded once.
type nameBook struct{ surname, male, female []rune }

func newNameBook() nameBook {
	return nameBook{surname: []rune(surnames), male: []rune(malesGiven), female: []rune(womenGiven)}
}

// draw makes an ordinary name of two or three characters.
func (b nameBook) draw(rng *rand.Rand, male bool) string {
	given := b.female
	if male {
		given = b.male
	}
	name := []rune{b.surname[rng.IntN(len(b.surname))], given[rng.IntN(len(given))]}
	if rng.IntN(5) > 0 {
		name = append(name, given[rng.IntN(len(given))])
	}
	return string(name)
}
