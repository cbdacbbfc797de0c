// Every command of the food programme by its word in the contract. A rule refuses before it changes anything.

import { scanCode, showCode } from './code.mjs'
import { answerAppeal, fileAppeal, rate } from './feedback.mjs'
import { updateFoodList } from './list.mjs'
import { disburseLoan, grantLoan, repayLoan } from './loan.mjs'
import { activate, reply, reportDelivery } from './month.mjs'
import { purchase, sellOutside } from './purchase.mjs'
import { changeParameter } from './report.mjs'
import { refund, reverse } from './returns.mjs'
import { deliver, integrateTill, markGoods, registerStore, suspendStore } from './store.mjs'

export const commands = {
  activate,
  answer_appeal: answerAppeal,
  change_parameter: changeParameter,
  deliver,
  disburse_loan: disburseLoan,
  file_appeal: fileAppeal,
  grant_loan: grantLoan,
  integrate_till: integrateTill,
  mark_goods: markGoods,
  purchase,
  rate,
  refund,
  register_store: registerStore,
  repay_loan: repayLoan,
  reply,
  report_delivery: reportDelivery,
  reverse,
  scan_code: scanCode,
  sell_outside: sellOutside,
  show_code: showCode,
  suspend_store: suspendStore,
  update_food_list: updateFoodList,
}
